import { type EffectiveClient } from '../client.js';
import { usesCodes } from '../interactive.js';
import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const publicClientUsesPkce = rule({
  id: 'public-client-uses-pkce',
  spec: rfc(9700, '2.1.1'),
  severity: 'error',
  reads: ['token_endpoint_auth_method', 'confidential', 'grant_types', 'require_pkce'],
  settle: (client) => (isPublicCodeClient(client) ? { require_pkce: true } : {}),
  check: (client) =>
    isPublicCodeClient(client) && !client.require_pkce
      ? violation('/require_pkce', 'must be true for a client that need not authenticate')
      : ok,
});

function isPublicCodeClient(
  client: Pick<EffectiveClient, 'token_endpoint_auth_method' | 'confidential' | 'grant_types'>,
): boolean {
  const isPublic = client.token_endpoint_auth_method === 'none' || !client.confidential;
  return isPublic && usesCodes(client.grant_types);
}
