import { ok, rule, violation } from '../rule.js';
import { jarmSpec } from '../specs.js';
import { securedResponseModes } from '../vocabulary.js';

const secured: readonly string[] = securedResponseModes;

export const signedAnswersHaveAResponseMode = rule({
  id: 'signed-answers-have-a-response-mode',
  spec: jarmSpec('2.3'),
  severity: 'error',
  reads: ['require_jwt_secured_authorization_response', 'response_modes'],
  check: ({ require_jwt_secured_authorization_response, response_modes }) =>
    require_jwt_secured_authorization_response &&
    response_modes &&
    !response_modes.some((mode) => secured.includes(mode))
      ? violation('/response_modes', `must have an entry whose answer is signed: ${secured.join(', ')}`)
      : ok,
});
