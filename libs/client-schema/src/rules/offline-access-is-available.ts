import { availableScopes } from '../available-scopes.js';
import { ok, rule, violation } from '../rule.js';
import { oidcCore } from '../specs.js';

export const offlineAccessIsAvailable = rule({
  id: 'offline-access-is-available',
  spec: oidcCore('11'),
  severity: 'error',
  reads: [
    'grant_types',
    'offline_access_required',
    'scope',
    'restrict_common_scopes',
    'restricted_common_scopes',
    'allow_exclusive_scopes',
    'exclusive_scopes',
  ],
  check: (client, server) =>
    client.grant_types.includes('refresh_token') &&
    client.offline_access_required &&
    !availableScopes(client, server).has('offline_access')
      ? violation('/offline_access_required', 'must be false while the client may not ask for offline_access')
      : ok,
});
