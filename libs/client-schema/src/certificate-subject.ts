import { parseDistinguishedName } from './distinguished-name.js';
import { isEmailAddress } from './email-address.js';
import { isIPv4, isIPv6 } from './network.js';
import { hasUriSyntax } from './uri-syntax.js';

/** What of a certificate says whose it is, RFC 8705 §2.1.2. */
export const certificateSubjectTypes = ['subject_dn', 'san_dns', 'san_uri', 'san_ip', 'san_email'] as const;
export type CertificateSubjectType = (typeof certificateSubjectTypes)[number];

/** What a certificate must have in one place. */
export interface CertificateSubject {
  readonly type: CertificateSubjectType;
  readonly value: string;
}

/** RFC 1123 §2.1; without a wildcard, since it says which host a certificate is of. */
const hostName = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

const kinds: Readonly<
  Record<CertificateSubjectType, { readonly max: number; readonly demand: string; fits(value: string): boolean }>
> = {
  subject_dn: {
    max: 1024,
    demand: 'must be a distinguished name such as CN=billing,O=Example,C=DE',
    fits: (value) => parseDistinguishedName(value) !== undefined,
  },
  san_dns: {
    max: 253,
    demand: 'must be a host name without a wildcard',
    fits: (value) => hostName.test(value) && !isIPv4(value),
  },
  san_uri: {
    max: 2048,
    demand: 'must be an absolute URI',
    fits: (value) => /^[a-z][a-z0-9+.-]*:./i.test(value) && hasUriSyntax(value),
  },
  san_ip: { max: 45, demand: 'must be an IPv4 or IPv6 address', fits: (value) => isIPv4(value) || isIPv6(value) },
  san_email: { max: 254, demand: 'must be an e-mail address', fits: isEmailAddress },
};

/** The longest value of a type. Characters. */
export function maxSubjectLength(type: CertificateSubjectType): number {
  return kinds[type].max;
}

/** What is wrong with a value that a certificate is to have in some place, or nothing. */
export function certificateSubjectFault(type: CertificateSubjectType, value: unknown): string | undefined {
  const { max, demand, fits } = kinds[type];
  if (typeof value !== 'string') return 'must be a string';
  if (value.length > max) return `must have at most ${max} characters`;
  return fits(value) ? undefined : demand;
}
