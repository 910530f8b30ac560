import {
  type Client,
  type Settings,
  clientFields,
  effectiveValue,
  holds,
  resolveClient,
  settingsFields,
} from '@clientele/client-schema';
import { isSame } from '@clientele/client-schema/same';
import { type StoredClient } from '@clientele/storage';

/** As many clients as are named. */
const named = 100;

/** Whom another set of settings concerns. */
export interface Impact {
  /** How many clients have another value in force by it. */
  count: number;
  /** Some of them, with the fields that have another value. */
  clients: { client_id: string; client_name: string; fields: string[] }[];
  /** Settings that have another value and that clients do not inherit: they are the same for all of them. */
  server: string[];
}

/** Which clients have another value in force when the settings change. */
export async function impactOf(
  clients: AsyncIterable<StoredClient>,
  { before, after }: { before: Settings; after: Settings },
): Promise<Impact> {
  const changed = [...settingsFields.keys()].filter((name) => !isSame(valueOf(before, name), valueOf(after, name)));
  const inherited = changed.filter((name) => clientFields.has(name));
  const impact: Impact = { count: 0, clients: [], server: changed.filter((name) => !clientFields.has(name)) };
  if (inherited.length === 0) return impact;
  for await (const { client_id, document } of clients) {
    const fields = inherited.filter((name) => isInherited(document, after, name));
    if (fields.length === 0) continue;
    impact.count++;
    if (impact.clients.length < named) {
      impact.clients.push({ client_id, client_name: document.client_name, fields });
    }
  }
  return impact;
}

/** Whether a client takes a setting: it has no value of its own, and the field applies to it. */
function isInherited(client: Client, settings: Settings, name: string): boolean {
  if (effectiveValue(client, settings, name).origin !== 'server') return false;
  const { visibleWhen } = clientFields.get(name)!.options;
  return visibleWhen === undefined || holds(visibleWhen, resolveClient(client, settings));
}

function valueOf(settings: Settings, name: string): unknown {
  return (settings as unknown as Readonly<Record<string, unknown>>)[name];
}
