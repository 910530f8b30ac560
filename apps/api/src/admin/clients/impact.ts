import { type Client, type Layers, clientFields, effectiveValue, holds, resolveClient } from '@clientele/client-schema';
import { isSame } from '@clientele/client-schema/same';
import { type StoredClient } from '@clientele/storage';

/** As many clients as are named. */
const named = 100;

/** Which clients another value concerns that they inherit. */
export interface Impact {
  /** How many clients have another value in force by it. */
  count: number;
  /** Some of them, with the fields that have another value. */
  clients: { client_id: string; client_name: string; fields: string[] }[];
}

/**
 * Which clients have another value in force when what they inherit changes.
 * @param fields of a client that may have another value
 */
export async function impactOf(
  clients: AsyncIterable<StoredClient>,
  fields: readonly string[],
  { before, after }: { before: Layers; after: Layers },
): Promise<Impact> {
  const impact: Impact = { count: 0, clients: [] };
  if (fields.length === 0) return impact;
  for await (const { client_id, document } of clients) {
    const changed = fields.filter(
      (name) => isOther(document, name, { before, after }) && applies(document, name, after),
    );
    if (changed.length === 0) continue;
    impact.count++;
    if (impact.clients.length < named) {
      impact.clients.push({ client_id, client_name: document.client_name, fields: changed });
    }
  }
  return impact;
}

function isOther(client: Client, name: string, { before, after }: { before: Layers; after: Layers }): boolean {
  return !isSame(effectiveValue(client, before, name).value, effectiveValue(client, after, name).value);
}

function applies(client: Client, name: string, server: Layers): boolean {
  const { visibleWhen } = clientFields.get(name)!.options;
  return visibleWhen === undefined || holds(visibleWhen, resolveClient(client, server));
}
