import { type accountRoleNames } from '@clientele/client-schema';

/** What a token may do at the admin API, by scope. The texts are what people read when they consent. */
export const adminScopes = {
  'clients:read': 'See clients and why their requests were refused',
  'clients:all': 'See the clients of every owner',
  'clients:write': 'Create, change and delete clients',
  'clients:secrets': 'Create and end client secrets',
  'clients:purge': 'Delete clients for good',
  'settings:read': 'See the settings of the server',
  'settings:write': 'Change the settings of the server',
  'keys:write': 'Rotate signing keys',
  'accounts:write': 'Create, change and delete accounts',
  'events:read': 'Read the audit log',
  admin: 'Do everything an administrator can',
} as const;

export type AdminScope = keyof typeof adminScopes;

export const adminScopeNames = Object.keys(adminScopes) as AdminScope[];

export function isAdminScope(name: string): name is AdminScope {
  return Object.hasOwn(adminScopes, name);
}

/**
 * Roles of accounts, from the least to the most powerful, with the scopes that each can get. Viewers look over what
 * everybody does and change nothing; editors see and change what is theirs, and what nobody owns.
 */
export const accountRoles = {
  viewer: ['clients:read', 'clients:all', 'settings:read', 'events:read'],
  editor: ['clients:read', 'settings:read', 'events:read', 'clients:write', 'clients:secrets'],
  admin: adminScopeNames,
} as const satisfies Record<(typeof accountRoleNames)[number], readonly AdminScope[]>;

export type AccountRole = keyof typeof accountRoles;

/** The roles of which an account needs one to be granted an admin scope. */
export function rolesFor(scope: AdminScope): AccountRole[] {
  return (Object.keys(accountRoles) as AccountRole[]).filter((role) =>
    (accountRoles[role] as readonly AdminScope[]).includes(scope),
  );
}
