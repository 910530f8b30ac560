import { randomUUID } from 'node:crypto';
import { type Client, type Difference, type KeptSecret, differencesBetween } from '@clientele/client-schema';
import { type Clock, ownPair } from '@clientele/runtime/ports/index';
import { type Sealer } from '@clientele/runtime/sealer';
import { projectionOf } from '../adapters/client-projection.js';
import { type PlainClient, selectClients, toStoredClient } from '../adapters/client-rows.js';
import { type Database, type Value } from '../database/database.js';
import { assignments, insertRows } from '../database/rows.js';
import { storable } from '../database/storable.js';
import {
  type ClientQuery,
  type CountedPage,
  type ExportQuery,
  type Happening,
  type KeyChange,
  type ListQuery,
  type NewSecret,
  type Page,
  type Reach,
  type SecretChanges,
  type StoredClient,
  type StoredRevision,
} from '../records.js';
import { type ClientRepository } from '../storage.js';
import { ClientCounts } from './client-counts.js';
import { listClients } from './client-list.js';
import { type PlainRevision, addRevision, selectRevisions, toRevision } from './client-revisions.js';
import { addSecrets, endFields, endSecrets, expireSecrets, retireSecrets } from './client-secrets.js';
import { type ClientUse, touchClients } from './client-uses.js';
import { type Cursors } from './cursor.js';
import { findable, writeTerms } from './found-clients.js';
import { type KeyGenerations } from './key-generations.js';
import { isVisible } from './reach.js';

/** As many clients as an export holds in memory. */
const exportPage = 200;
/** As many grants as one statement removes, so that none runs for long. */
const grantsAtOnce = 5000;

export class DatabaseClientRepository implements ClientRepository {
  readonly #counts: ClientCounts;

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
    private readonly keys: KeyGenerations,
  ) {
    this.#counts = new ClientCounts(database);
  }

  insert(client: Parameters<ClientRepository['insert']>[0]): Promise<StoredClient> {
    const { client_id, secrets = [], key, created_by, system = false } = client;
    const now = this.clock.milliseconds();
    const columns = {
      client_id,
      revision: 1,
      system,
      created_at: now,
      created_by,
      origin: this.database.author.origin,
      updated_at: now,
      updated_by: created_by,
      secret_changed_at: secrets.some(isClientSecret) ? now : null,
      last_used_at: 0,
      trashed_at: null,
    };
    return this.database.unit(async () => {
      const taken = await this.#takeDocument(client_id);
      const document = named(client_id, taken?.frozen ? { ...client.document, enabled: false } : client.document);
      const row = { id: taken?.id ?? randomUUID(), document: JSON.stringify(document), ...columns };
      const found = await findable(this.database, document);
      await insertRows(this.database, 'clients', [{ ...row, ...projectionOf(client_id, found) }]);
      await writeTerms(this.database, row.id, found);
      const added = await addSecrets(this.database, this.sealer, row.id, secrets, now, created_by);
      const keys = key ? await this.keys.add({ pair: ownPair(row.id), client_id }, key) : [];
      return this.#written(row.id, { client_id, revision: 1 }, [
        { type: 'client.created', target: client_id, fields: differencesBetween({}, document).map(pointerOf) },
        ...added.map(asMade),
        ...keys,
      ]);
    });
  }

  /** The client that was known by a document, which is no more; undefined: none was. */
  async #takeDocument(client_id: string): Promise<{ id: string; frozen: boolean | number } | undefined> {
    if (!client_id.startsWith('https://')) return undefined;
    const { rows } = await this.database.write<{ id: string; frozen: boolean | number }>(
      'DELETE FROM client_documents WHERE client_id = $1 RETURNING id, frozen',
      [client_id],
    );
    return rows[0];
  }

  async isOwner(sub: string): Promise<boolean> {
    if (!storable(sub)) return false;
    return (await this.database.read('SELECT 1 FROM clients WHERE owner = $1 LIMIT 1', [sub])).length > 0;
  }

  async find(
    client_id: string,
    { trashed = false, visibleTo }: Reach & { trashed?: boolean } = {},
  ): Promise<StoredClient | undefined> {
    if (!storable(client_id)) return undefined;
    const values: Value[] = [client_id];
    const live = trashed ? '' : ' AND c.trashed_at IS NULL';
    const visible = visibleTo === undefined ? '' : ` AND ${isVisible(visibleTo, values)}`;
    const [row] = await this.database.read<PlainClient>(
      `${selectClients(this.database.dialect)} WHERE c.client_id = $1${live}${visible}`,
      values,
    );
    return row && toStoredClient(row);
  }

  async update(
    client_id: string,
    seenRevision: number,
    change: { document?: Client; secrets?: SecretChanges; key?: KeyChange; updated_by: string },
  ): Promise<StoredClient | undefined> {
    if (!Number.isInteger(seenRevision)) throw new TypeError('a revision is a whole number');
    return this.#change(client_id, { seenRevision, ...change });
  }

  trash(
    client_id: string,
    { seenRevision, updated_by }: { seenRevision?: number; updated_by: string },
  ): Promise<StoredClient | undefined> {
    return this.#change(client_id, { seenRevision, trashed_at: this.clock.milliseconds(), updated_by });
  }

  restore(
    client_id: string,
    { seenRevision, updated_by }: { seenRevision?: number; updated_by: string },
  ): Promise<StoredClient | undefined> {
    return this.#change(client_id, { seenRevision, trashed_at: null, updated_by });
  }

  async purge(client_id: string, { seenRevision }: { seenRevision?: number } = {}): Promise<boolean> {
    if (!storable(client_id)) return false;
    const values: Value[] = [client_id];
    const revision = seenRevision === undefined ? '' : ` AND revision = $${values.push(seenRevision)}`;
    return this.database.unit(async () => {
      // This statement decides: whoever writes to the client at the same time waits for it, and then finds none.
      const { rows } = await this.database.write<{ id: string }>(
        `DELETE FROM clients WHERE client_id = $1${revision} RETURNING id`,
        values,
      );
      if (!rows[0]) return false;
      await this.#removeGrants(rows[0].id);
      await this.database.write('DELETE FROM consents WHERE client = $1', [rows[0].id]);
      // Why its requests were refused is for those who saw the client, and nothing tells any more who they are.
      await this.database.write('DELETE FROM receipts WHERE client_id = $1', [client_id]);
      this.database.changed({ kind: 'client', client_id });
      this.database.happened({ type: 'client.purged', target: client_id, client_id });
      const ended = await this.keys.end({ pair: ownPair(rows[0].id), client_id });
      for (const happening of ended) this.database.happened(happening);
      return true;
    });
  }

  list(query: ClientQuery): Promise<CountedPage<StoredClient>> {
    return listClients(this.database, this.#counts, this.cursors, this.clock, query);
  }

  async *export(which: ExportQuery = {}): AsyncIterable<StoredClient> {
    const query: ClientQuery = { sort: 'client_id', ...which, limit: exportPage, caller: 'export' };
    let after: string | undefined;
    do {
      const page = await this.list({ ...query, ...(after !== undefined && { after }) });
      yield* page.items;
      after = page.next ?? undefined;
    } while (after !== undefined);
  }

  async revisions(client_id: string, query: ListQuery & Reach): Promise<Page<StoredRevision> | undefined> {
    const { visibleTo } = query;
    const client = await this.find(client_id, { trashed: true, ...(visibleTo !== undefined && { visibleTo }) });
    if (!client) return undefined;
    const list = `revisions of ${client.id}`;
    const before = this.cursors.placeIn(list, query) as number | undefined;
    const rows = await this.database.read<PlainRevision>(
      `${selectRevisions} WHERE r.client = $1 AND r.revision < $2 ORDER BY r.revision DESC LIMIT $3`,
      [client.id, before ?? client.revision + 1, query.limit + 1],
    );
    const { items, next } = this.cursors.page(list, query, rows, ({ revision }) => revision);
    return { items: items.map(toRevision), next };
  }

  async revision(client_id: string, revision: number, { visibleTo }: Reach = {}): Promise<StoredRevision | undefined> {
    if (!storable(client_id)) return undefined;
    const values: Value[] = [client_id, revision];
    const visible = visibleTo === undefined ? '' : ` AND ${isVisible(visibleTo, values)}`;
    const [row] = await this.database.read<PlainRevision>(
      `${selectRevisions} WHERE c.client_id = $1 AND r.revision = $2${visible}`,
      values,
    );
    return row && toRevision(row);
  }

  touch(uses: readonly ClientUse[]): Promise<void> {
    return touchClients(this.database, uses);
  }

  /** One compare-and-set on the client's row; what belongs to the client follows in the same transaction. */
  async #change(
    client_id: string,
    change: {
      seenRevision?: number | undefined;
      document?: Client;
      secrets?: SecretChanges;
      key?: KeyChange;
      trashed_at?: number | null;
      updated_by: string;
    },
  ): Promise<StoredClient | undefined> {
    if (!storable(client_id)) return undefined;
    const { seenRevision, secrets, key, trashed_at, updated_by } = change;
    const document = change.document && named(client_id, change.document);
    const now = this.clock.milliseconds();
    const found = document && (await findable(this.database, document));
    const values: Value[] = [client_id];
    const columns = {
      updated_at: now,
      updated_by,
      ...(found && { document: JSON.stringify(document), ...projectionOf(client_id, found) }),
      // Another expiry makes no other secret.
      ...((secrets?.add?.some(isClientSecret) || secrets?.end) && { secret_changed_at: now }),
      ...(trashed_at !== undefined && { trashed_at }),
    };
    // Only a restoration has to do with what is deleted.
    const conditions = ['client_id = $1', `trashed_at IS ${trashed_at === null ? 'NOT NULL' : 'NULL'}`];
    if (seenRevision !== undefined) conditions.push(`revision = $${values.push(seenRevision)}`);
    const text = `UPDATE clients SET revision = revision + 1, ${assignments(columns, values)}
      WHERE ${conditions.join(' AND ')} RETURNING id, revision`;

    return this.database.unit(async () => {
      const { rows } = await this.database.write<{ id: string; revision: number }>(text, values);
      if (!rows[0]) return undefined;
      const { id, revision } = rows[0];
      if (found) await writeTerms(this.database, id, found);
      if (secrets?.retireAt !== undefined) await retireSecrets(this.database, id, secrets.retireAt);
      if (secrets?.expireAt !== undefined) await expireSecrets(this.database, id, secrets.expireAt);
      await endSecrets(this.database, id, secrets?.end ?? []);
      await endFields(this.database, id, secrets?.unset ?? []);
      const added = await addSecrets(this.database, this.sealer, id, secrets?.add ?? [], now, updated_by);
      const keys = key ? await this.keys.follow({ pair: ownPair(id), client_id }, key) : [];
      const fields = document ? differencesBetween(await this.#before(id, revision), document).map(pointerOf) : [];
      return this.#written(id, { client_id, revision }, [
        ...(trashed_at === undefined
          ? []
          : [{ type: trashed_at === null ? 'client.restored' : 'client.deleted', target: client_id }]),
        ...(fields.length > 0 ? [{ type: 'client.changed', target: client_id, fields }] : []),
        ...added.map(asMade),
        ...(secrets?.end ?? []).map((target) => ({ type: 'client_secret.ended', target })),
        ...(secrets?.unset ?? []).map((field) => ({
          type: 'client_secret.ended',
          target: field,
          fields: [`/${field}`],
        })),
        ...keys,
      ]);
    });
  }

  /** The document that a revision has replaced. */
  async #before(client: string, revision: number): Promise<Partial<Client>> {
    const [row] = await this.database.read<{ document: string }>(
      'SELECT document FROM revisions WHERE client = $1 AND revision = $2',
      [client, revision - 1],
    );
    return JSON.parse(row!.document) as Client;
  }

  /** Records the write and reads the client as the open unit leaves it. */
  async #written(
    id: string,
    { client_id, revision }: { client_id: string; revision: number },
    happenings: readonly Happening[],
  ): Promise<StoredClient> {
    this.database.changed({ kind: 'client', client_id });
    for (const happening of happenings) this.database.happened({ ...happening, client_id, revision });
    const client = (await this.find(client_id, { trashed: true }))!;
    await addRevision(this.database, id, {
      revision,
      document: client.json,
      actions: [...new Set(happenings.map(({ type }) => type))],
      at: Date.parse(client.updated_at),
    });
    return client;
  }

  async #removeGrants(client: string): Promise<void> {
    for (let affected = grantsAtOnce; affected === grantsAtOnce;) {
      ({ affected } = await this.database.write(
        `DELETE FROM grants WHERE id IN (SELECT id FROM grants WHERE client = $1 LIMIT ${grantsAtOnce})`,
        [client],
      ));
    }
  }
}

/** A secret is told by the field that it is a value of, and its id. */
function asMade({ id, field }: { id: string; field: KeptSecret }): Happening {
  return { type: 'client_secret.created', target: id, fields: [`/${field}`] };
}

function pointerOf({ pointer }: Difference): string {
  return pointer;
}

function isClientSecret({ field = 'client_secret' }: NewSecret): boolean {
  return field === 'client_secret';
}

/** What is stored names its client, so that it can be shown as it stands. */
function named(client_id: string, document: Client): Client {
  return { ...document, client_id };
}
