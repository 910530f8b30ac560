import { type ClientRecord, ClientStore } from '@clientele/runtime/ports/index';
import { type Sealer } from '@clientele/runtime/sealer';
import { type Database } from '../database/database.js';
import { storable } from '../database/storable.js';
import { startable, term } from './client-projection.js';
import {
  type PlainClient,
  type PlainSecret,
  sealPurpose,
  secretsOf,
  selectClients,
  toStoredClient,
} from './client-rows.js';

/** The registry as the runtime reads it: without the deleted. */
export class DatabaseClientStore extends ClientStore {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {
    super();
  }

  /** @throws SealBroken when a secret was sealed with another master key: that is an outage, not the lack of a secret */
  async find(client_id: string): Promise<ClientRecord | undefined> {
    if (!storable(client_id)) return undefined;
    const [row] = await this.database.read<PlainClient>(
      `${selectClients(this.database.dialect)} WHERE c.client_id = $1 AND c.trashed_at IS NULL`,
      [client_id],
    );
    if (!row) return undefined;
    const { id, revision, document, origin, secrets } = toStoredClient(row);
    const keys = new Map(secretsOf(row).map((secret) => [secret.id, this.#keyOf(secret)]));
    return {
      id,
      client_id,
      revision,
      document,
      origin,
      secrets: secrets.map((secret) => ({ ...secret, ...keys.get(secret.id) })),
    };
  }

  async findPublic(public_client_id: string): Promise<string | undefined> {
    if (!storable(public_client_id)) return undefined;
    const rows = await this.database.read<{ client_id: string }>(
      'SELECT client_id FROM clients WHERE public_client_id = $1 AND trashed_at IS NULL',
      [public_client_id],
    );
    return rows[0]?.client_id;
  }

  /** The value of a secret, where it is kept. */
  #keyOf({ id, sealed }: PlainSecret): { key?: Uint8Array } {
    return sealed === null ? {} : { key: this.sealer.open(sealed, sealPurpose(id)) };
  }

  async startable({ offset, limit }: { offset: number; limit: number }): Promise<readonly string[]> {
    const rows = await this.database.read<{ client_id: string }>(
      `SELECT c.client_id FROM client_terms t JOIN clients c ON c.id = t.client
        WHERE t.term = $1 AND c.enabled = $2 AND c.trashed_at IS NULL ORDER BY c.name_key, c.id LIMIT $3 OFFSET $4`,
      [startable, true, limit, offset],
    );
    return rows.map(({ client_id }) => client_id);
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
