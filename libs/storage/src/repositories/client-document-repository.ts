import { type Database, type Value } from '../database/database.js';
import { storable } from '../database/storable.js';
import { type ClientDocumentRow } from '../entities/client-document.js';
import { type ListQuery, type Page, type StoredClientDocument } from '../records.js';
import { type ClientDocumentRepository } from '../storage.js';
import { type Cursors } from './cursor.js';

type PlainDocument = Omit<ClientDocumentRow, 'frozen'> & { readonly frozen: boolean | number };

const select = 'SELECT id, client_id, document, first_seen_at, fetched_at, fresh_until, frozen FROM client_documents d';
/** A registered client goes before a document of the same name, which was fetched before or in the same moment. */
const makesClient = 'NOT EXISTS (SELECT 1 FROM clients c WHERE c.client_id = d.client_id AND c.trashed_at IS NULL)';

export class DatabaseClientDocumentRepository implements ClientDocumentRepository {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
  ) {}

  async find(id: string): Promise<StoredClientDocument | undefined> {
    if (!storable(id)) return undefined;
    const [row] = await this.database.read<PlainDocument>(`${select} WHERE id = $1 AND ${makesClient}`, [id]);
    return row && stored(row);
  }

  async list(query: ListQuery & { client_id?: string }): Promise<Page<StoredClientDocument>> {
    const { client_id } = query;
    const from = this.cursors.placeIn('client_documents', query) as [first_seen_at: number, id: string] | undefined;
    if (client_id !== undefined && !storable(client_id)) return { items: [], next: null };
    const values: Value[] = [query.limit + 1];
    const conditions = [makesClient];
    if (client_id !== undefined) conditions.push(`client_id = $${values.push(client_id)}`);
    if (from) conditions.push(`(first_seen_at, id) < ($${values.push(from[0])}, $${values.push(from[1])})`);
    const rows = await this.database.read<PlainDocument>(
      `${select} WHERE ${conditions.join(' AND ')} ORDER BY first_seen_at DESC, id DESC LIMIT $1`,
      values,
    );
    const { items, next } = this.cursors.page('client_documents', query, rows, ({ first_seen_at, id }) => [
      first_seen_at,
      id,
    ]);
    return { items: items.map(stored), next };
  }

  async freeze(id: string, frozen: boolean): Promise<StoredClientDocument | undefined> {
    if (!storable(id)) return undefined;
    return this.database.unit(async () => {
      const { affected } = await this.database.write(
        `UPDATE client_documents AS d SET frozen = $1 WHERE id = $2 AND frozen <> $1 AND ${makesClient}`,
        [frozen, id],
      );
      const [row] = await this.database.read<PlainDocument>(`${select} WHERE id = $1 AND ${makesClient}`, [id]);
      if (!row) return undefined;
      const { client_id } = row;
      if (affected === 1) {
        this.database.changed({ kind: 'client', client_id });
        const type = frozen ? 'client_document.frozen' : 'client_document.thawed';
        this.database.happened({ type, target: client_id, client_id });
      }
      return stored(row);
    });
  }
}

function stored({ document, frozen, ...row }: PlainDocument): StoredClientDocument {
  return { ...row, document: JSON.parse(document) as unknown, frozen: Boolean(frozen) };
}
