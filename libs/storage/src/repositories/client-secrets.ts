import { randomUUID } from 'node:crypto';
import { type KeptSecret } from '@clientele/client-schema';
import { type Sealer } from '@clientele/runtime/sealer';
import { sealPurpose } from '../adapters/client-rows.js';
import { type Database } from '../database/database.js';
import { insertRows } from '../database/rows.js';
import { type NewSecret } from '../records.js';

/**
 * A client has several secrets, and one value of any other field: that one takes the place of the one before.
 * Resolves to the new ones.
 */
export async function addSecrets(
  database: Database,
  sealer: Sealer,
  client: string,
  secrets: readonly NewSecret[],
  now: number,
  created_by: string,
): Promise<{ id: string; field: KeptSecret }[]> {
  const rows = secrets.map(
    ({ field = 'client_secret', scheme, digest, key, hint, expires_at = null, label = null }) => {
      const id = randomUUID();
      return {
        id,
        client,
        field,
        scheme,
        digest,
        sealed: key ? sealer.seal(key, sealPurpose(id)) : null,
        hint,
        expires_at,
        label,
        retired: false,
        created_at: now,
        created_by,
      };
    },
  );
  await endFields(
    database,
    client,
    rows.map(({ field }) => field).filter((field) => field !== 'client_secret'),
  );
  await insertRows(database, 'client_secrets', rows);
  return rows.map(({ id, field }) => ({ id, field }));
}

/** Removes the values of some fields. */
export async function endFields(database: Database, client: string, fields: readonly KeptSecret[]): Promise<void> {
  for (const field of fields)
    await database.write('DELETE FROM client_secrets WHERE client = $1 AND field = $2', [client, field]);
}

/** Every `client_secret` of a client is refused from `at` on, in seconds since 1970; one that was to expire earlier still does. */
export async function retireSecrets(database: Database, client: string, at: number): Promise<void> {
  await database.write(
    `UPDATE client_secrets SET retired = $1,
      expires_at = CASE WHEN expires_at IS NULL OR expires_at > $2 THEN $2 ELSE expires_at END
      WHERE client = $3 AND field = 'client_secret'`,
    [true, at, client],
  );
}

/** Gives the secret in use another expiry; null: none. */
export async function expireSecrets(database: Database, client: string, at: number | null): Promise<void> {
  await database.write(
    `UPDATE client_secrets SET expires_at = $1 WHERE client = $2 AND retired = $3 AND field = 'client_secret'`,
    [at, client, false],
  );
}

export async function endSecrets(database: Database, client: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) await database.write('DELETE FROM client_secrets WHERE client = $1 AND id = $2', [client, id]);
}
