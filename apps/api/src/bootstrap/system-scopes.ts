import { type Scope } from '@clientele/runtime';
import { adminScopeNames, adminScopes, rolesFor } from '../admin/authorization/admin-scopes.js';

/** The scopes of the admin API; those of OpenID Connect come with the schema of the database. */
export function systemScopes(adminUrl: string): readonly Scope[] {
  return adminScopeNames.map((name) => ({
    name,
    description: adminScopes[name],
    claims: [],
    kind: 'exclusive',
    audience: adminUrl,
    roles: rolesFor(name),
  }));
}
