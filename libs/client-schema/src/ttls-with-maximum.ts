/** The lifetimes that the server limits, each with the setting that holds its limit. */
export const ttlsWithMaximum = [
  ['access_token_ttl', 'max_access_token_ttl'],
  ['authorization_code_ttl', 'max_authorization_code_ttl'],
  ['id_token_ttl', 'max_id_token_ttl'],
  ['agent_token_ttl', 'max_agent_token_ttl'],
  ['refresh_token_ttl', 'max_refresh_token_ttl'],
] as const;
