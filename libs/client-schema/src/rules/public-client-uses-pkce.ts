import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const publicClientUsesPkce = rule({
  id: 'public-client-uses-pkce',
  spec: rfc(9700, '2.1.1'),
  severity: 'error',
  reads: ['token_endpoint_auth_method', 'grant_types', 'require_pkce'],
  settle: (client) => (isPublicCodeClient(client) ? { require_pkce: true } : {}),
  check: (client) =>
    isPublicCodeClient(client) && !client.require_pkce
      ? violation('/require_pkce', 'must be true for a client that cannot authenticate')
      : ok,
});

function isPublicCodeClient(client: { token_endpoint_auth_method: string; grant_types: readonly string[] }): boolean {
  return client.token_endpoint_auth_method === 'none' && client.grant_types.includes('authorization_code');
}
