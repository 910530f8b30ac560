import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const accessTokenManagerExists = rule({
  id: 'access-token-manager-exists',
  spec: ours('access-tokens'),
  severity: 'error',
  reads: ['default_access_token_manager_id'],
  check: ({ default_access_token_manager_id }, { access_token_managers }) =>
    access_token_managers.includes(default_access_token_manager_id)
      ? ok
      : violation('/default_access_token_manager_id', `must be one of ${access_token_managers.join(', ')}`),
});
