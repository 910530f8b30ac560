import { httpsUrlFault } from './web-url.js';

/** Any https address. */
const any = '*';

/** What is wrong with an address from which request objects may come, or nothing. `*` at the end: whatever begins so. */
export function requestUriFault(value: unknown): string | undefined {
  if (value === any) return undefined;
  if (typeof value !== 'string') return 'must be an https URL';
  const prefix = value.endsWith('*') ? value.slice(0, -1) : value;
  if (prefix.includes('*')) return 'must have an asterisk at its end alone';
  const fault = httpsUrlFault(prefix);
  if (fault !== undefined || prefix === value) return fault;
  // Whoever has `https://app.example.com.evil.example` is not to have what begins with `https://app.example.com`.
  return /^https:\/\/[^/?#]+\//i.test(prefix) ? undefined : 'must have a path before the asterisk';
}

/** Whether request objects may come from an https address that a request names. */
export function isRegisteredRequestUri(registered: readonly string[], request_uri: string): boolean {
  const address = withoutFragment(request_uri);
  return registered.some((entry) => {
    if (entry === any) return true;
    // Two readers may disagree about where `..` leads.
    if (entry.endsWith('*')) return address.startsWith(entry.slice(0, -1)) && new URL(address).href === address;
    // OpenID Connect Core §6.2: a fragment is the hash of what is there, and one that is registered is the one.
    return entry.includes('#') ? entry === request_uri : entry === address;
  });
}

export function withoutFragment(address: string): string {
  return address.split('#', 1)[0]!;
}
