import { type ClientRecord, ClientStore } from '@clientele/runtime/ports/index';
import { type Database } from '../database/database.js';
import { storable } from '../database/storable.js';
import { term } from './client-projection.js';
import { type PlainClient, secretOrder, selectClients, toStoredClient } from './client-rows.js';

/** The registry as the runtime reads it: without the deleted. */
export class DatabaseClientStore extends ClientStore {
  constructor(private readonly database: Database) {
    super();
  }

  async find(client_id: string): Promise<ClientRecord | undefined> {
    if (!storable(client_id)) return undefined;
    return toStoredClient(
      await this.database.read<PlainClient>(
        `${selectClients()} WHERE c.client_id = $1 AND c.trashed_at IS NULL ORDER BY ${secretOrder}`,
        [client_id],
      ),
    );
  }

  async allowsOrigin(origin: string): Promise<boolean> {
    if (!storable(origin)) return false;
    // A registered wildcard stands for exactly one label, so one pattern could match.
    const wildcard = origin.replace(/^(https?:\/\/)[a-z0-9-]+\./, '$1*.');
    const rows = await this.database.read(
      `SELECT 1 FROM client_terms t JOIN clients c ON c.id = t.client
        WHERE t.term IN ($1, $2) AND c.enabled = $3 AND c.trashed_at IS NULL LIMIT 1`,
      [term('origin', origin), term('origin', wildcard), true],
    );
    return rows.length > 0;
  }
}
