import { rfc } from '@clientele/client-schema';
import { requestedDetails } from '../authorization-details/requested-details.js';
import { requestedAudience, requestedResources } from '../resource-indicators.js';
import { requestedScope } from '../scopes.js';
import { type Grant } from './grant.js';
import { issueTokens } from './issue-tokens.js';

/** The client acts for itself, RFC 6749 §4.4. A JWT costs no write, and there is no refresh token (§4.4.3). */
export const clientCredentials: Grant = {
  type: 'client_credentials',
  spec: rfc(6749, '4.4'),
  publicClients: false,

  async issue({ client, params }, context) {
    const { registry, steps } = context;
    const server = await registry.server();
    const scope = requestedScope(params.get('scope'), client, server, steps);
    const resources = requestedResources(params, client, steps);
    const authorization_details = requestedDetails(params, client, server, steps);
    const audience = requestedAudience(params, client, steps);
    return issueTokens({ client, sub: client.client_id, scope, resources, authorization_details, audience }, context);
  },
};
