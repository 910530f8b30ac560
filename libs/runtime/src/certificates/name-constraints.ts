import { BlockList, isIP } from 'node:net';
import { type DistinguishedName, oidOfAttribute, valuesOf } from '@clientele/client-schema/distinguished-name';
import { type AlternativeNames } from './certificate.js';

/** Names in which an authority may issue, or may not: RFC 5280 §4.2.1.10. */
export interface Subtrees extends AlternativeNames {
  readonly directory: readonly DistinguishedName[];
}

/** Of a kind of which nothing is permitted by name, everything is; what is excluded is so in any case. */
export interface NameConstraints {
  readonly permitted: Subtrees;
  readonly excluded: Subtrees;
}

/** The names of a certificate that an authority vouches for. */
interface Named {
  readonly subject: DistinguishedName;
  readonly names: AlternativeNames;
}

/** Whether every name of a certificate lies where an authority above it may issue, RFC 5280 §6.1.3 (b) and (c). */
export function areWithin({ subject, names }: Named, { permitted, excluded }: NameConstraints): boolean {
  // Addresses in the subject count as those of the alternative names do, RFC 5280 §4.2.1.10.
  const email = [...names.email, ...valuesOf(subject, oidOfAttribute('emailAddress')!)];
  const directory = subject.length > 0 ? [subject] : [];
  return (
    within(names.dns, permitted.dns, excluded.dns, isInDomain) &&
    (permitted.uri.length + excluded.uri.length === 0 || names.uri.every(hasHost)) &&
    within(names.uri, permitted.uri, excluded.uri, (uri, base) => isHostOf(hostOf(uri) ?? '', base)) &&
    within(names.ip, permitted.ip, excluded.ip, isInNetwork) &&
    within(email, permitted.email, excluded.email, isMailboxOf) &&
    within(directory, permitted.directory, excluded.directory, isBelow)
  );
}

function within<T>(
  names: readonly T[],
  permitted: readonly T[],
  excluded: readonly T[],
  isIn: (name: T, base: T) => boolean,
): boolean {
  return names.every(
    (name) =>
      (permitted.length === 0 || permitted.some((base) => isIn(name, base))) &&
      !excluded.some((base) => isIn(name, base)),
  );
}

/** A domain and whatever is below it; one that begins with a dot is only what is below. */
function isInDomain(name: string, base: string): boolean {
  const [host, domain] = [name.toLowerCase(), base.toLowerCase()];
  if (domain === '' || host === domain) return true;
  return host.endsWith(domain.startsWith('.') ? domain : `.${domain}`);
}

/** A host, or with a dot before it what is below a domain. */
function isHostOf(name: string, base: string): boolean {
  const [host, domain] = [name.toLowerCase(), base.toLowerCase()];
  return domain.startsWith('.') ? host.endsWith(domain) && host.length > domain.length : host === domain;
}

/** RFC 5280 §4.2.1.10: a URI that names no host by its name is refused wherever URIs are constrained at all. */
function hasHost(uri: string): boolean {
  const host = hostOf(uri);
  return host !== undefined && isIP(host) === 0;
}

function hostOf(uri: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:@[\]]+)/i.exec(uri)?.[1];
}

function isMailboxOf(mailbox: string, base: string): boolean {
  const at = mailbox.lastIndexOf('@');
  const [local, host] = [mailbox.slice(0, Math.max(at, 0)), mailbox.slice(at + 1)];
  if (!base.includes('@')) return isHostOf(host, base);
  const of = base.lastIndexOf('@');
  return local === base.slice(0, of) && host.toLowerCase() === base.slice(of + 1).toLowerCase();
}

/** @param base an address and the bits of it that count */
function isInNetwork(address: string, base: string): boolean {
  const [network = '', bits = ''] = base.split('/');
  const family = isIP(network);
  if (family === 0 || isIP(address) !== family) return false;
  const list = new BlockList();
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, Number(bits), kind);
  return list.check(address, kind);
}

/** Whether a name begins like another; case and blanks count for nothing, RFC 5280 §7.1. */
function isBelow(name: DistinguishedName, base: DistinguishedName): boolean {
  return base.length <= name.length && base.every((part, at) => folded(part) === folded(name[at]!));
}

function folded(part: DistinguishedName[number]): string {
  return JSON.stringify(
    part
      .map(({ type, value }) => `${type}=${value.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/g, ' ')}`)
      .toSorted(),
  );
}
