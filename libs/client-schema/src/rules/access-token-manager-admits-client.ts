import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const accessTokenManagerAdmitsClient = rule({
  id: 'access-token-manager-admits-client',
  spec: ours('access-tokens'),
  severity: 'error',
  reads: ['client_id', 'default_access_token_manager_id'],
  check: ({ client_id, default_access_token_manager_id }, { access_token_managers }) => {
    const manager = access_token_managers.find(({ id }) => id === default_access_token_manager_id);
    return manager?.restrict_clients && !manager.allowed_clients.includes(client_id ?? '')
      ? violation(
          '/default_access_token_manager_id',
          `must list this client among its allowed_clients; ${manager.id} does not`,
        )
      : ok;
  },
});
