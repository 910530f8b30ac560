import { type Scope } from '@clientele/client-schema';
import { completeRecord } from '@clientele/client-schema/resource';
import { ScopeMembers } from '@clientele/client-schema/resources/scopes';
import { adminScopeNames, adminScopes, rolesFor } from '../admin/authorization/admin-scopes.js';

/** The scopes of the admin API; those of OpenID Connect come with the schema of the database. */
export function systemScopes(adminUrl: string): readonly Scope[] {
  return adminScopeNames.map((name) =>
    completeRecord(ScopeMembers, {
      name,
      description: adminScopes[name],
      kind: 'exclusive',
      audience: adminUrl,
      roles: rolesFor(name),
    }),
  );
}
