import { rule, violation } from '../rule.js';
import { ours } from '../specs.js';

const fetched = ['jwks_uri', 'secondary_jwks_uri', 'client_attester_jwks_uri'] as const;

export const keyAddressesCanBeFetched = rule({
  id: 'key-addresses-can-be-fetched',
  spec: ours('client-authentication'),
  severity: 'advice',
  reads: fetched,
  check: (client) =>
    fetched.flatMap((name) => {
      const fault = faultOf(client[name]);
      return fault === undefined ? [] : [violation(`/${name}`, fault)];
    }),
});

/** What keeps the server from fetching from an address, as far as the address itself tells. */
function faultOf(address: string | undefined): string | undefined {
  const url = address === undefined ? null : URL.parse(address);
  if (!url) return undefined;
  if (url.port !== '') return 'should be at port 443: nothing is fetched from another one';
  return isPublicName(url.hostname)
    ? undefined
    : `should be on a public host: nothing is fetched from private networks, where ${url.hostname} seems to be`;
}

/** A name with a dot that is not set aside for networks without one, RFC 6761 §6.3, RFC 6762 §3, RFC 8375. */
function isPublicName(host: string): boolean {
  const isAddress = /^[\d.]+$|^\[/.test(host);
  return !isAddress && host.includes('.') && !/\.(?:localhost|local|internal|home\.arpa)$/.test(host);
}
