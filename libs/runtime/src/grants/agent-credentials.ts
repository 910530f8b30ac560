import { ours } from '@clientele/client-schema';
import { requestedDetails } from '../authorization-details/requested-details.js';
import { requestedAudience, requestedResources } from '../resource-indicators.js';
import { requestedScope } from '../scopes.js';
import { readBinding } from './agent-binding.js';
import { beginGrantOfClient } from './begin-grant.js';
import { type Grant } from './grant.js';

/** Tokens for an agent that acts for its client and for no user, as client credentials do (RFC 6749 §4.4). */
export const agentCredentials: Grant = {
  type: 'agent_credentials',
  spec: ours('agents'),
  publicClients: false,

  async issue({ client, params }, context) {
    const { registry, steps } = context;
    const agent = readBinding(params, steps);
    const server = await registry.server();
    const scope = requestedScope(params.get('scope'), client, server, steps);
    const resources = requestedResources(params, client, steps);
    const authorization_details = requestedDetails(params, client, server, steps);
    const audience = requestedAudience(params, client, steps);
    return beginGrantOfClient({ scope, resources, authorization_details, audience, agent }, client, context);
  },
};
