/** OpenID Connect Discovery §4: the path is appended to the issuer's own. */
export function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}
