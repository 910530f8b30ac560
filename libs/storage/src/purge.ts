import { term } from './adapters/client-projection.js';
import { type AnyRecord, clientFields, fieldsOfResource, resources, restorableFor } from '@clientele/client-schema';
import { idsIn } from '@clientele/client-schema/dangling-references';
import { fieldsReferringTo } from '@clientele/client-schema/references';
import { type Clock, ownPair } from '@clientele/runtime/ports/index';
import { reviewAtNow } from './adapters/grant-rows.js';
import { type Database } from './database/database.js';
import { type ClientRepository } from './storage.js';

/** As many rows as one statement removes: no lock is held for long. */
const atOnce = 500;
/** How long the change feed is kept, in milliseconds. A process that was away for longer starts afresh. */
const feedKept = 3600_000;
/** How long an expired secret is listed, in seconds. */
const expiredSecretsListed = 30 * 24 * 3600;

/** How long a document is kept that no client was made of since, in seconds. */
const documentsKept = 30 * 24 * 3600;

/** Removes what nobody can use any more; resolves to the number of rows. */
export async function purgeExpired(database: Database, clients: ClientRepository, clock: Clock): Promise<number> {
  const seconds = clock.now();
  const milliseconds = clock.milliseconds();
  let removed = 0;
  removed += await inBatches(database, 'artifacts', ['kind', 'key'], 'expires_at <= $1', seconds);
  removed += await inBatches(database, 'receipts', ['code'], 'expires_at <= $1', seconds);
  removed += await inBatches(database, 'idempotency_keys', ['actor', 'key'], 'expires_at <= $1', milliseconds);
  removed += await inBatches(database, 'changes', ['seq'], 'at <= $1', Date.now() - feedKept);
  removed += await purgeGrants(database, seconds);
  removed += await purgeSecrets(database, seconds);
  removed += await purgeClients(database, clients, milliseconds - restorableFor * 1000);
  removed += await purgeDocuments(database, seconds - documentsKept);
  removed += await purgeKeys(database);
  return removed;
}

async function inBatches(
  database: Database,
  table: string,
  key: readonly string[],
  condition: string,
  limit: number,
): Promise<number> {
  const columns = key.join(', ');
  const text = `DELETE FROM ${table} WHERE (${columns}) IN
    (SELECT ${columns} FROM ${table} WHERE ${condition} LIMIT ${atOnce}${skipLocked(database)})`;
  let removed = 0;
  for (let affected = atOnce; affected === atOnce; removed += affected) {
    ({ affected } = await database.write(text, [limit]));
  }
  return removed;
}

/** Several processes purge at once; none waits for rows that another is removing. */
function skipLocked(database: Database): string {
  return database.dialect === 'postgres' ? ' FOR UPDATE SKIP LOCKED' : '';
}

/** A grant that was due for review has ended, or its refresh token was extended since: then it is reviewed later. */
async function purgeGrants(database: Database, now: number): Promise<number> {
  const some = `LIMIT ${atOnce}${skipLocked(database)}`;
  const extended = `SELECT id FROM grants WHERE review_at <= $1 AND ${reviewAtNow} > $1 ${some}`;
  for (let affected = atOnce; affected === atOnce;) {
    const text = `UPDATE grants SET review_at = ${reviewAtNow} WHERE id IN (${extended})`;
    ({ affected } = await database.write(text, [now]));
  }
  const ended = `SELECT id FROM grants WHERE review_at <= $1 AND ${reviewAtNow} <= $1 ${some}`;
  let removed = 0;
  for (let affected = atOnce; affected === atOnce; removed += affected) {
    ({ affected } = await database.write(`DELETE FROM grants WHERE id IN (${ended})`, [now]));
  }
  return removed;
}

async function purgeSecrets(database: Database, now: number): Promise<number> {
  const { affected } = await database.write(
    `DELETE FROM client_secrets WHERE id IN
      (SELECT id FROM client_secrets WHERE retired = $1 AND expires_at <= $2 LIMIT ${atOnce})`,
    [true, now - expiredSecretsListed],
  );
  return affected;
}

async function purgeClients(database: Database, clients: ClientRepository, limit: number): Promise<number> {
  const rows = await database.read<{ client_id: string; revision: number }>(
    `SELECT client_id, revision FROM clients WHERE trashed_at <= $1 LIMIT ${atOnce}`,
    [limit],
  );
  const named = await clientsThatRecordsName(database);
  let removed = 0;
  // One that was restored since has another revision, and stays.
  for (const { client_id, revision } of rows) {
    // What is for a client of this name must not pass to whoever takes the name next.
    if (named.has(client_id) || (await isNamedByClients(database, client_id))) continue;
    if (await clients.purge(client_id, { seenRevision: revision })) removed++;
  }
  return removed;
}

/** What was granted to a client keeps its document, and so does an administrator who has frozen it. */
async function purgeDocuments(database: Database, limit: number): Promise<number> {
  const { rows } = await database.write<{ id: string }>(
    `DELETE FROM client_documents WHERE id IN (SELECT id FROM client_documents d WHERE d.fetched_at <= $1
      AND d.frozen = $2 AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.client = d.id) LIMIT ${atOnce}) RETURNING id`,
    [limit, false],
  );
  for (const { id } of rows) await database.write('DELETE FROM consents WHERE client = $1', [id]);
  return rows.length;
}

/** Whether a client names this one, such as a template whose copies it registers. */
async function isNamedByClients(database: Database, client_id: string): Promise<boolean> {
  const terms = fieldsReferringTo('clients', clientFields.values()).map(({ name }) => term(name, client_id));
  const among = terms.map((_, index) => `$${index + 1}`).join(', ');
  return (await database.read(`SELECT 1 FROM client_terms WHERE term IN (${among}) LIMIT 1`, terms)).length > 0;
}

async function clientsThatRecordsName(database: Database): Promise<ReadonlySet<string>> {
  const naming = resources.flatMap((resource) => {
    const fields = fieldsReferringTo('clients', fieldsOfResource(resource));
    return fields.length > 0 ? [{ kind: resource.name, fields }] : [];
  });
  const ids = naming.map(async ({ kind, fields }) => {
    const rows = await database.read<{ document: string }>('SELECT document FROM resources WHERE kind = $1', [kind]);
    const records = rows.map(({ document }) => JSON.parse(document) as AnyRecord);
    return records.flatMap((record) => fields.flatMap((field) => idsIn(field, record)));
  });
  return new Set((await Promise.all(ids)).flat());
}

/** The keys that purged clients had for themselves, once the audit log knows that they are over. */
async function purgeKeys(database: Database): Promise<number> {
  const { affected } = await database.write(
    `DELETE FROM signing_keys WHERE client_id IS NOT NULL AND told = 'retired'
      AND NOT EXISTS (SELECT 1 FROM clients WHERE clients.id = substr(signing_keys.pair, ${ownPair('').length + 1}))`,
  );
  return affected;
}
