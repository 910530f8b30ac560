import { rfc } from '@clientele/client-schema';
import { requestedScope } from '../scopes.js';
import { type Grant } from './grant.js';

/** The client acts for itself, RFC 6749 §4.4. A JWT costs no write, and there is no refresh token (§4.4.3). */
export const clientCredentials: Grant = {
  type: 'client_credentials',
  spec: rfc(6749, '4.4'),
  publicClients: false,

  async issue({ client, params }, { registry, accessTokens, steps }) {
    const scope = requestedScope(params.get('scope'), client, await registry.server(), steps);
    const { token, expires_in } = await accessTokens.issue({ client, sub: client.client_id, scope }, steps);
    return {
      access_token: token,
      token_type: 'Bearer',
      expires_in,
      ...(scope.length > 0 && { scope: scope.join(' ') }),
    };
  },
};
