/** What the issuer says of itself; the members that the console reads. */
export interface IssuerMetadata {
  issuer: string;
  jwks_uri: string;
  token_endpoint: string;
  authorization_endpoint?: string;
  introspection_endpoint?: string;
  mtls_endpoint_aliases?: Partial<Record<string, string>>;
  id_token_signing_alg_values_supported?: string[];
}

/** OpenID Connect Discovery §4: the path is appended to the issuer's own. */
export function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}
