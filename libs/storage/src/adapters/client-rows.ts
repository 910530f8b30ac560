import { type Client, type ClientOrigin } from '@clientele/client-schema';
import { sealedOctets } from '@clientele/runtime/sealer';
import { type Dialect } from '../database/database.js';
import { type ClientSecretRow } from '../entities/client-secret.js';
import { type StoredClient, type StoredSecret } from '../records.js';

/** A client with its secrets, as a plain row. */
export interface PlainClient {
  readonly id: string;
  readonly client_id: string;
  readonly revision: number;
  readonly document: string;
  readonly system: boolean | number;
  readonly created_at: number;
  readonly created_by: string;
  readonly origin: ClientOrigin;
  readonly updated_at: number;
  readonly updated_by: string;
  readonly secret_changed_at: number | null;
  /** 0: never. */
  readonly last_used_at: number;
  readonly trashed_at: number | null;
  readonly name_key: string;
  /** `PlainSecret`s in JSON, in the order in which a client has them: the one in use, then the newest. */
  readonly secrets: string;
}

export type PlainSecret = Omit<ClientSecretRow, 'client' | 'owner' | 'retired'> & {
  readonly retired: boolean | number;
};

const secretColumns = [
  'id',
  'field',
  'scheme',
  'digest',
  'sealed',
  'hint',
  'expires_at',
  'label',
  'retired',
  'created_at',
  'created_by',
  'last_used_at',
] as const satisfies readonly (keyof PlainSecret)[];

/** How the databases make JSON of rows. */
const json = {
  sqlite: { object: 'json_object', list: 'json_group_array' },
  postgres: { object: 'json_build_object', list: 'json_agg' },
} as const satisfies Record<Dialect, object>;

/**
 * Clients (`c`) with their secrets. One statement, so that both are of one moment; and no join, as SQLite plans one anew
 * at each reading, which takes ten times as long as the reading itself.
 */
export function selectClients(dialect: Dialect): string {
  const { object, list } = json[dialect];
  const members = secretColumns.map((column) => `'${column}', s.${column}`).join(', ');
  return `SELECT c.id, c.client_id, c.revision, c.document, c.system, c.created_at, c.created_by, c.origin, c.updated_at,
    c.updated_by, c.secret_changed_at, c.last_used_at, c.trashed_at, c.name_key,
    (SELECT coalesce(CAST(${list}(${object}(${members}) ORDER BY s.retired, s.created_at DESC, s.id) AS text), '[]')
      FROM client_secrets s WHERE s.client = c.id) AS secrets
    FROM clients c`;
}

export function secretsOf({ secrets }: PlainClient): PlainSecret[] {
  return secrets === '[]' ? [] : (JSON.parse(secrets) as PlainSecret[]);
}

/** What the value of a secret is sealed for: it opens as this secret and as no other. */
export function sealPurpose(id: string): string {
  return `client-secret:${id}`;
}

/** Its secrets have no values: whoever signs with them opens them. */
export function toStoredClient(row: PlainClient): StoredClient {
  let document: Client | undefined;
  return {
    id: row.id,
    client_id: row.client_id,
    revision: row.revision,
    json: row.document,
    get document() {
      return (document ??= JSON.parse(row.document) as Client);
    },
    secrets: secretsOf(row).map(toStoredSecret),
    created_at: instant(row.created_at),
    created_by: row.created_by,
    origin: row.origin,
    updated_at: instant(row.updated_at),
    updated_by: row.updated_by,
    secret_changed_at: instantOrNull(row.secret_changed_at),
    last_used_at: row.last_used_at === 0 ? null : instant(row.last_used_at),
    system: Boolean(row.system),
    trashed_at: instantOrNull(row.trashed_at),
  };
}

function toStoredSecret(row: PlainSecret): StoredSecret {
  return {
    id: row.id,
    field: row.field,
    scheme: row.scheme,
    digest: row.digest,
    expires_at: row.expires_at,
    retired: Boolean(row.retired),
    hint: row.hint,
    label: row.label,
    created_at: instant(row.created_at),
    created_by: row.created_by,
    last_used_at: instantOrNull(row.last_used_at),
    key_octets: row.sealed === null ? null : sealedOctets(row.sealed),
  };
}

/** RFC 3339 of milliseconds since 1970. */
export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

export function instantOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : instant(milliseconds);
}
