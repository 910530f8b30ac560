import { type Client, resolveClient, settleClient, validateClient } from '@clientele/client-schema';
import { isSame } from '@clientele/client-schema/same';
import { type Suggestion } from '@clientele/runtime';
import { type StoredClient } from '@clientele/storage';
import { pinnedMembers } from '../../bootstrap/system-clients.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { governs } from '../clients/client-authority.js';
import { type Document } from '../http/body.js';
import { type ServerFacts } from '../server-view.js';

/**
 * A suggestion as a merge patch on the client as it is now.
 * @returns null where nothing is left to change, where the rules do not admit the client that would result, or where the
 *   caller could not have made it: nobody is shown a way to more than they may give
 */
export function suggestedPatch(
  { set = {}, add = {} }: Suggestion,
  client: StoredClient,
  server: ServerFacts,
  caller: CallerIdentity,
): Document | null {
  const present = resolveClient(client.document, server) as unknown as Document;
  const extended = Object.entries(add).map(([name, values]) => [name, extendedBy(values, present[name])] as const);
  const changed = [...Object.entries(set), ...extended].filter(([name, value]) => !isSame(value, present[name]));
  const patch: Document = Object.fromEntries(changed);
  const named = new Set(Object.keys(patch));
  const pinned = client.system ? pinnedMembers(client.client_id) : [];
  if (named.size === 0 || pinned.some((name) => named.has(name))) return null;
  const candidate = settleClient({ ...client.document, client_id: client.client_id, ...patch }, named, server);
  const next = resolveClient(candidate as unknown as Client, server);
  const isAllowed = governs(caller, resolveClient(client.document, server), next);
  return isAllowed && validateClient(candidate, server, named).length === 0 ? patch : null;
}

/** A list with more in it; `scope` is a list in one string, RFC 6749 §3.3. */
function extendedBy(values: readonly string[], present: unknown): unknown {
  if (Array.isArray(present)) return [...new Set([...(present as string[]), ...values])];
  if (typeof present === 'string') return [...new Set([...present.split(' ').filter(Boolean), ...values])].join(' ');
  return values;
}
