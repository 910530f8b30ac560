import { type Issue, pointerTo } from '@clientele/client-schema/issue';

/** Claims that the server itself makes, RFC 7519 §4.1 and OpenID Connect Core §2: an account cannot claim them. */
const serverClaims: ReadonlySet<string> = new Set([
  'iss',
  'sub',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
  'auth_time',
  'nonce',
  'acr',
  'amr',
  'azp',
  'at_hash',
  'c_hash',
  's_hash',
  'sid',
  'cnf',
  'client_id',
  'scope',
]);

/** All claims together, as JSON, in characters. */
const maxSize = 16_384;

/** The faults of the claims of an account. Their values are free, but null says nothing: OpenID Connect Core §5.3.2. */
export function claimFaults(claims: unknown): Issue[] {
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) {
    return [{ pointer: '/claims', rule: 'claims', detail: 'must be an object of claims' }];
  }
  const faults = Object.entries(claims).flatMap(([name, value]): Issue[] => {
    const pointer = `/claims${pointerTo(name)}`;
    if (serverClaims.has(name)) return [{ pointer, rule: 'server-claim', detail: 'is set by the server' }];
    return value === null
      ? [{ pointer, rule: 'claim-has-value', detail: 'must have a value; leave it out instead' }]
      : [];
  });
  if (JSON.stringify(claims).length > maxSize) {
    faults.push({ pointer: '/claims', rule: 'claims-size', detail: `must have at most ${maxSize} characters as JSON` });
  }
  return faults;
}
