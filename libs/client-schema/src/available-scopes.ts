import { type EffectiveClient } from './client.js';
import { type Server } from './rule.js';

/** The scopes of the server that a client may ask for: those it lists, or every common one. */
export function availableScopes(
  { scope }: Pick<EffectiveClient, 'scope'>,
  { scopes }: Pick<Server, 'scopes'>,
): ReadonlySet<string> {
  const listed = scope === undefined ? undefined : new Set(scope.split(' '));
  const available = scopes.filter(({ name, kind }) => (listed ? listed.has(name) : kind === 'common'));
  return new Set(available.map(({ name }) => name));
}
