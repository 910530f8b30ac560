import { type Client } from '@clientele/client-schema';
import { instant } from '../adapters/client-rows.js';
import { type Database } from '../database/database.js';
import { insertRows } from '../database/rows.js';
import { type Origin, type StoredRevision } from '../records.js';

export interface PlainRevision {
  readonly revision: number;
  readonly document: string;
  readonly actions: string;
  readonly at: number;
  readonly actor: string;
  readonly actor_name: string;
  readonly actor_client: string | null;
  readonly origin: Origin;
  readonly reason: string | null;
}

/** Revisions (`r`) with the client they are of (`c`). */
export const selectRevisions = `SELECT r.revision, r.document, r.actions, r.at, r.actor, r.actor_name, r.actor_client,
  r.origin, r.reason FROM revisions r JOIN clients c ON c.id = r.client`;

/** Keeps what a write has left, in the name of the author of the open unit. */
export async function addRevision(
  database: Database,
  client: string,
  { revision, document, actions, at }: { revision: number; document: string; actions: readonly string[]; at: number },
): Promise<void> {
  const { id, name, client_id, origin, reason } = database.author;
  await insertRows(database, 'revisions', [
    {
      client,
      revision,
      document,
      actions: JSON.stringify(actions),
      at,
      actor: id,
      actor_name: name,
      actor_client: client_id,
      origin,
      reason,
    },
  ]);
}

export function toRevision(row: PlainRevision): StoredRevision {
  return {
    revision: row.revision,
    at: instant(row.at),
    actor: { id: row.actor, name: row.actor_name, client_id: row.actor_client },
    origin: row.origin,
    reason: row.reason,
    actions: JSON.parse(row.actions) as string[],
    document: JSON.parse(row.document) as Client,
  };
}
