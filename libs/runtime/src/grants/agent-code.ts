import { ours } from '@clientele/client-schema';
import { readBinding } from './agent-binding.js';
import { exchangeCode } from './authorization-code.js';
import { type Grant } from './grant.js';

/** A code from the authorization endpoint for the tokens of an agent: it goes on for the user who allowed it. */
export const agentCode: Grant = {
  type: 'agent_code',
  spec: ours('agents'),
  publicClients: true,

  issue: (request, context) => exchangeCode(request, context, readBinding(request.params, context.steps)),
};
