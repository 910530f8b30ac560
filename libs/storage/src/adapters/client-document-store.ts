import { randomUUID } from 'node:crypto';
import { ClientDocumentStore, type KnownDocument } from '@clientele/runtime/ports/index';
import { type Database } from '../database/database.js';
import { storable } from '../database/storable.js';
import { type ClientDocumentRow } from '../entities/client-document.js';

type PlainDocument = Omit<ClientDocumentRow, 'frozen' | 'first_seen_at'> & { readonly frozen: boolean | number };

const columns = 'id, client_id, document, fetched_at, fresh_until, frozen';

/** Client ID metadata documents in the database: a row each. */
export class DatabaseClientDocumentStore extends ClientDocumentStore {
  constructor(private readonly database: Database) {
    super();
  }

  async find(client_id: string): Promise<KnownDocument | undefined> {
    if (!storable(client_id)) return undefined;
    const [row] = await this.database.read<PlainDocument>(
      `SELECT ${columns} FROM client_documents WHERE client_id = $1`,
      [client_id],
    );
    return row && known(row);
  }

  /** The document of a deleted client is refused like the client, until an administrator thaws it. */
  async keep({ client_id, document, fetched_at, fresh_until }: Omit<KnownDocument, 'id' | 'frozen'>) {
    const { rows } = await this.database.write<PlainDocument>(
      `INSERT INTO client_documents (id, client_id, document, first_seen_at, fetched_at, fresh_until, frozen)
        VALUES ($1, $2, $3, $4, $4, $5, EXISTS (SELECT 1 FROM clients WHERE client_id = $2))
        ON CONFLICT (client_id) DO UPDATE SET document = excluded.document, fetched_at = excluded.fetched_at,
          fresh_until = excluded.fresh_until
        RETURNING ${columns}`,
      [randomUUID(), client_id, JSON.stringify(document), fetched_at, fresh_until],
    );
    return known(rows[0]!);
  }
}

function known({ document, frozen, ...row }: PlainDocument): KnownDocument {
  return { ...row, document: JSON.parse(document) as unknown, frozen: Boolean(frozen) };
}
