/**
 * Claims that the server itself makes, RFC 7519 §4.1, RFC 7662 §2.2, RFC 9068 §2.2, RFC 9396 §9.1 and OpenID Connect
 * Core §2: no account has them, and nothing is mapped to them.
 */
export const serverClaims: ReadonlySet<string> = new Set([
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
  'act',
  'may_act',
  'client_id',
  'scope',
  'authorization_details',
  'gid',
  'cid',
  'mgr',
  'active',
  'token_type',
  'username',
  'bind_data',
  'bind_configuration',
]);

/** The server's own claims among these names, in words for a fault; undefined: there are none. */
export function serverClaimsAmong(names: readonly string[]): string | undefined {
  const own = names.filter((name) => serverClaims.has(name));
  return own.length > 0 ? `must not name ${own.join(', ')}, which the server sets itself` : undefined;
}
