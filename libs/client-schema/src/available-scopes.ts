import { type EffectiveClient } from './client.js';
import { type ScopeGroup } from './resources/scope-groups.js';
import { type Server } from './rule.js';
import { scopeNamed } from './scope-patterns.js';

type ScopeSettings = Pick<
  EffectiveClient,
  'scope' | 'restrict_common_scopes' | 'restricted_common_scopes' | 'allow_exclusive_scopes' | 'exclusive_scopes'
>;

type ScopesAndGroups = Pick<Server, 'scopes' | 'scope_groups'>;

/** The scopes that a client may ask for. */
export interface AvailableScopes {
  /** Their names, with the patterns as they are written. */
  readonly names: ReadonlySet<string>;
  /** Whether the client may ask for a scope of this name, be it one that fits a pattern. */
  has(name: string): boolean;
}

/** The scopes of the server that a client may ask for: those it lists in one way or the other, or every common one. */
export function availableScopes(client: ScopeSettings, { scopes, scope_groups }: ScopesAndGroups): AvailableScopes {
  const listed = new Set(withoutGroups([...scopesListedBy(client)], scope_groups));
  const everyCommon = client.scope === undefined && !client.restrict_common_scopes;
  const available = scopes.filter(({ name, kind }) => (everyCommon && kind === 'common') || listed.has(name));
  const names = new Set(available.map(({ name }) => name));
  return {
    names,
    has: (name) => {
      const scope = scopeNamed(scopes, name);
      return scope !== undefined && names.has(scope.name);
    },
  };
}

/** Names of scopes, with what each group among them stands for in its place. */
export function withoutGroups(names: readonly string[], groups: readonly ScopeGroup[]): string[] {
  return [...new Set(names.flatMap((name) => groups.find((group) => group.name === name)?.scopes ?? [name]))];
}

/** The scopes and groups of scopes that a client names, be it of those that the server has or not. */
export function scopesListedBy(client: Partial<ScopeSettings>): ReadonlySet<string> {
  return new Set([
    ...(client.scope ?? '').split(' ').filter(Boolean),
    ...(client.restrict_common_scopes ? (client.restricted_common_scopes ?? []) : []),
    ...(client.allow_exclusive_scopes ? (client.exclusive_scopes ?? []) : []),
  ]);
}
