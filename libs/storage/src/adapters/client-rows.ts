import { type Client, type SecretField } from '@clientele/client-schema';
import { sealedOctets } from '@clientele/runtime/sealer';
import { type StoredClient, type StoredSecret } from '../records.js';

/** A client beside one of its secrets, as a plain row; the secret's columns are null for a client without any. */
export interface PlainClient {
  readonly id: string;
  readonly client_id: string;
  readonly revision: number;
  readonly document: string;
  readonly system: boolean | number;
  readonly created_at: number;
  readonly created_by: string;
  readonly updated_at: number;
  readonly updated_by: string;
  readonly secret_changed_at: number | null;
  /** 0: never. */
  readonly last_used_at: number;
  readonly trashed_at: number | null;
  readonly name_key: string;
  readonly secret_id: string | null;
  readonly secret_field: SecretField;
  readonly secret_scheme: StoredSecret['scheme'];
  readonly secret_digest: string;
  readonly secret_sealed: string | null;
  readonly secret_expires_at: number | null;
  readonly secret_retired: boolean | number;
  readonly secret_hint: string;
  readonly secret_label: string | null;
  readonly secret_created_at: number;
  readonly secret_created_by: string;
  readonly secret_last_used_at: number | null;
}

/** Clients (`c`) with their secrets (`s`). One statement, so that both are of one moment. */
export function selectClients(from = 'clients c'): string {
  return `SELECT c.id, c.client_id, c.revision, c.document, c.system, c.created_at, c.created_by, c.updated_at,
    c.updated_by, c.secret_changed_at, c.last_used_at, c.trashed_at, c.name_key,
    s.id AS secret_id, s.field AS secret_field, s.scheme AS secret_scheme, s.digest AS secret_digest, s.sealed AS secret_sealed, s.expires_at AS secret_expires_at,
    s.retired AS secret_retired, s.hint AS secret_hint, s.label AS secret_label, s.created_at AS secret_created_at,
    s.created_by AS secret_created_by, s.last_used_at AS secret_last_used_at
    FROM ${from} LEFT JOIN client_secrets s ON s.client = c.id`;
}

/** The order of a client's secrets: the one in use, then the newest. */
export const secretOrder = 's.retired, s.created_at DESC, s.id';

/** The rows of each client, in the order in which clients first appear. */
export function groupByClient(rows: readonly PlainClient[]): PlainClient[][] {
  const groups = new Map<string, PlainClient[]>();
  for (const row of rows) {
    const group = groups.get(row.id);
    if (group) group.push(row);
    else groups.set(row.id, [row]);
  }
  return [...groups.values()];
}

/** What the value of a secret is sealed for: it opens as this secret and as no other. */
export function sealPurpose(id: string): string {
  return `client-secret:${id}`;
}

/** Rows of one client. Their secrets have no values: whoever signs with them opens them. */
export function toStoredClient(rows: readonly PlainClient[]): StoredClient | undefined {
  const row = rows[0];
  return (
    row && {
      id: row.id,
      client_id: row.client_id,
      revision: row.revision,
      document: JSON.parse(row.document) as Client,
      secrets: rows.filter(({ secret_id }) => secret_id !== null).map(toStoredSecret),
      created_at: instant(row.created_at),
      created_by: row.created_by,
      updated_at: instant(row.updated_at),
      updated_by: row.updated_by,
      secret_changed_at: instantOrNull(row.secret_changed_at),
      last_used_at: row.last_used_at === 0 ? null : instant(row.last_used_at),
      system: Boolean(row.system),
      trashed_at: instantOrNull(row.trashed_at),
    }
  );
}

function toStoredSecret(row: PlainClient): StoredSecret {
  return {
    id: row.secret_id!,
    field: row.secret_field,
    scheme: row.secret_scheme,
    digest: row.secret_digest,
    expires_at: row.secret_expires_at,
    retired: Boolean(row.secret_retired),
    hint: row.secret_hint,
    label: row.secret_label,
    created_at: instant(row.secret_created_at),
    created_by: row.secret_created_by,
    last_used_at: instantOrNull(row.secret_last_used_at),
    key_octets: row.secret_sealed === null ? null : sealedOctets(row.secret_sealed),
  };
}

/** RFC 3339 of milliseconds since 1970. */
export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

export function instantOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : instant(milliseconds);
}
