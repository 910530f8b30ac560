import { type AnyRecord, type Client, type ClientTemplate } from '@clientele/client-schema';
import { isSame } from '@clientele/client-schema/same';
import { foundBy, projectionOf, term, termsOf } from '../adapters/client-projection.js';
import { type Database, type Value } from '../database/database.js';
import { assignments, insertRows } from '../database/rows.js';

/** As many clients as are held in memory when they are to be found by something else. */
const clientsAtOnce = 200;

/** What a client is to be found by, with what it inherits from its template as that stands. */
export async function findable(database: Database, document: Client): Promise<Client> {
  if (document.client_template_id === undefined) return foundBy(document, {});
  const [row] = await database.read<{ document: string }>(
    `SELECT document FROM resources WHERE kind = 'client_templates' AND id = $1`,
    [document.client_template_id],
  );
  return foundBy(document, row ? defaultsIn(JSON.parse(row.document) as object) : {});
}

/** Replaces the terms by which a client is found. */
export async function writeTerms(database: Database, client: string, found: Client): Promise<void> {
  await database.write('DELETE FROM client_terms WHERE client = $1', [client]);
  await insertRows(
    database,
    'client_terms',
    termsOf(found).map((term) => ({ term, client })),
  );
}

/** Makes the clients of a template findable by what it says now; of clients that are found as before, nothing is written. */
export async function refindClientsOf(
  database: Database,
  { id, before, after }: { id: string; before: object; after: object },
): Promise<void> {
  for (let from = ''; ;) {
    const rows = await database.read<{ id: string; client_id: string; document: string }>(
      `SELECT c.id, c.client_id, c.document FROM client_terms t JOIN clients c ON c.id = t.client
        WHERE t.term = $1 AND t.client > $2 ORDER BY t.client LIMIT ${clientsAtOnce}`,
      [term('client_template_id', id), from],
    );
    for (const row of rows) {
      const document = JSON.parse(row.document) as Client;
      await refind(database, row, foundBy(document, defaultsIn(before)), foundBy(document, defaultsIn(after)));
    }
    if (rows.length < clientsAtOnce) return;
    from = rows.at(-1)!.id;
  }
}

async function refind(
  database: Database,
  { id, client_id }: { id: string; client_id: string },
  before: Client,
  after: Client,
): Promise<void> {
  const columns = projectionOf(client_id, after);
  if (!isSame(columns, projectionOf(client_id, before))) {
    const values: Value[] = [id];
    await database.write(`UPDATE clients SET ${assignments(columns, values)} WHERE id = $1`, values);
  }
  if (!isSame(termsOf(after), termsOf(before))) await writeTerms(database, id, after);
}

function defaultsIn(template: object): AnyRecord {
  return (template as Partial<ClientTemplate>).defaults ?? {};
}
