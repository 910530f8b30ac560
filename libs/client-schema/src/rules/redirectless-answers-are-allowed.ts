import { rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const redirectlessAnswersAreAllowed = rule({
  id: 'redirectless-answers-are-allowed',
  spec: ours('redirectless'),
  severity: 'error',
  reads: ['allow_redirectless_authentication', 'response_modes', 'require_jwt_secured_authorization_response'],
  check: ({ allow_redirectless_authentication, response_modes, require_jwt_secured_authorization_response }) => {
    if (!allow_redirectless_authentication) return [];
    return [
      ...(response_modes && !response_modes.includes('redirectless')
        ? [violation('/response_modes', 'must have the entry redirectless with the sign-in API')]
        : []),
      ...(require_jwt_secured_authorization_response
        ? [
            violation(
              '/require_jwt_secured_authorization_response',
              'must be false with the sign-in API, whose answers are no JWTs',
            ),
          ]
        : []),
    ];
  },
});
