import { type Scope, rfc, scopeNamed, withoutGroups } from '@clientele/client-schema';
import { BoundedCache } from './bounded-cache.js';
import { type Account } from './ports/account-store.js';
import { type Suggestion } from './ports/receipt-store.js';
import { type ServerState } from './ports/settings-store.js';
import { type RegisteredClient } from './registered-client.js';
import { type ProtocolRule, type Steps } from './steps.js';

/** More scopes than anybody means; octets of the whole parameter. */
const maxScopes = 100;
const maxLength = 4096;

/** Of a client. It asks for the same few lists all its life. */
const maxLists = 16;

/** What the lists of scopes that each client asked for came to, in the order of their names in the request. */
const listsAskedFor = new WeakMap<RegisteredClient, BoundedCache<readonly string[]>>();

const scopeIsWellFormed: ProtocolRule = {
  id: 'scope-is-well-formed',
  spec: rfc(6749, '3.3'),
  error: 'invalid_scope',
  description: 'scope must be scope names separated by single spaces',
  sentence: 'The scope parameter is not a list of scope names separated by single spaces.',
};

const scopeIsAllowed: ProtocolRule = {
  id: 'scope-is-allowed',
  spec: rfc(6749, '3.3'),
  error: 'invalid_scope',
  description: 'a requested scope is not available to this client',
  sentence: 'The client may not ask for one of the scopes that it asks for.',
};

const scopeWasGranted: ProtocolRule = {
  id: 'scope-was-granted',
  spec: rfc(6749, '6'),
  error: 'invalid_scope',
  description: 'a requested scope was not granted before',
  sentence: 'A refresh may narrow the scope, but not widen it.',
};

/** The scopes of a request that its client may have; those of the server's default where it names none. */
export function requestedScope(
  value: string | undefined,
  client: RegisteredClient,
  { settings, scopes, scope_groups }: ServerState,
  steps: Steps,
): readonly string[] {
  if (value === undefined) return settings.default_scopes.filter((name) => client.scopes.has(name));
  const known = listsAskedFor.get(client)?.get(value);
  if (known) {
    steps.hold(scopeIsWellFormed, true, { sent: value });
    steps.hold(scopeIsAllowed, true, { sent: value });
    return known;
  }
  const names = withoutGroups(parseScope(value, steps), scope_groups);
  const refused = names.filter((name) => !client.scopes.has(name));
  steps.hold(scopeIsAllowed, refused.length === 0, () => {
    const known = refused.flatMap((name) => scopeNamed(scopes, name) ?? []);
    const exist = known.length === refused.length;
    return {
      sent: refused.join(' '),
      registered: [...client.scopes.names],
      ...(!exist && { sentence: 'The server has no scope of that name.' }),
      ...(exist && { suggestion: listing(known, client) }),
    };
  });
  remember(client, value, names);
  return names;
}

function remember(client: RegisteredClient, value: string, names: readonly string[]): void {
  let lists = listsAskedFor.get(client);
  if (!lists) listsAskedFor.set(client, (lists = new BoundedCache(maxLists)));
  lists.set(value, names);
}

/** What would let a client ask for these scopes, in the way in which it lists its scopes. */
function listing(scopes: readonly Scope[], client: RegisteredClient): Suggestion {
  const named = (kind: Scope['kind']): string[] =>
    scopes.filter((scope) => scope.kind === kind).map(({ name }) => name);
  if (client.scope !== undefined) return { add: { scope: scopes.map(({ name }) => name) } };
  const [common, exclusive] = [named('common'), named('exclusive')];
  return {
    add: {
      ...(common.length > 0 && { restricted_common_scopes: common }),
      ...(exclusive.length > 0 && { exclusive_scopes: exclusive }),
    },
    ...(exclusive.length > 0 && { set: { allow_exclusive_scopes: true } }),
  };
}

/** The scopes of a refresh: those of the grant, or fewer. RFC 6749 §6. */
export function narrowScope(
  value: string | undefined,
  granted: readonly string[],
  { scope_groups }: ServerState,
  steps: Steps,
): readonly string[] {
  if (value === undefined) return granted;
  const names = withoutGroups(parseScope(value, steps), scope_groups);
  const wider = names.filter((name) => !granted.includes(name));
  steps.hold(scopeWasGranted, wider.length === 0, () => ({ sent: wider.join(' '), registered: granted }));
  return names;
}

/**
 * Of scopes that were asked for or granted, those that the client and the user may have now: some are for accounts with
 * a role. The others are left out, RFC 6749 §3.3.
 */
export function permittedScope(
  scope: readonly string[],
  client: RegisteredClient,
  account: Account,
  { scopes }: ServerState,
): readonly string[] {
  return scope.filter((name) => {
    const roles = scopeNamed(scopes, name)?.roles ?? [];
    return client.scopes.has(name) && (roles.length === 0 || roles.some((role) => account.roles.includes(role)));
  });
}

function parseScope(value: string, steps: Steps): readonly string[] {
  const wellFormed =
    value.length <= maxLength && /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/.test(value);
  steps.hold(scopeIsWellFormed, wellFormed, () => ({ sent: value.slice(0, 200) }));
  const names = [...new Set(value.split(' '))];
  steps.hold(scopeIsWellFormed, names.length <= maxScopes, () => ({ sent: `${names.length} scopes` }));
  return names;
}
