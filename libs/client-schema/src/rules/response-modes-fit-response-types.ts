import { carriesTokens, permittedResponseTypes } from '../response-types.js';
import { ok, rule, violation } from '../rule.js';
import { responseTypesSpec } from '../specs.js';

export const responseModesFitResponseTypes = rule({
  id: 'response-modes-fit-response-types',
  spec: responseTypesSpec('5'),
  severity: 'error',
  reads: ['response_modes', 'restrict_response_types', 'response_types', 'grant_types'],
  check: (client) => {
    const type =
      client.response_modes?.every((mode) => mode === 'query') && permittedResponseTypes(client).find(carriesTokens);
    return type
      ? violation('/response_modes', `must have another entry than query: no answer to ${type} may be in a query`)
      : ok;
  },
});
