import { carriesTokens, permittedResponseTypes } from '../response-types.js';
import { ok, rule, violation } from '../rule.js';
import { responseTypesSpec } from '../specs.js';

export const responseModesFitResponseTypes = rule({
  id: 'response-modes-fit-response-types',
  spec: responseTypesSpec('5'),
  severity: 'error',
  reads: [
    'authorization_encrypted_response_alg',
    'response_modes',
    'restrict_response_types',
    'response_types',
    'grant_types',
  ],
  check: (client) => {
    const isEncrypted = client.authorization_encrypted_response_alg !== undefined;
    const isInQuery = (mode: string): boolean => mode === 'query' || (mode === 'query.jwt' && !isEncrypted);
    const type = client.response_modes?.every(isInQuery) && permittedResponseTypes(client).find(carriesTokens);
    return type
      ? violation('/response_modes', `must have another entry than query: no answer to ${type} may be in a query`)
      : ok;
  },
});
