import { randomUUID } from 'node:crypto';
import { type Database } from '../database/database.js';
import { insertRows } from '../database/rows.js';
import { type NewSecret } from '../records.js';

/** Resolves to the ids of the new secrets. */
export async function addSecrets(
  database: Database,
  client: string,
  secrets: readonly NewSecret[],
  now: number,
  created_by: string,
): Promise<string[]> {
  const rows = secrets.map(({ scheme, digest, hint, expires_at = null, label = null }) => ({
    id: randomUUID(),
    client,
    scheme,
    digest,
    hint,
    expires_at,
    label,
    retired: false,
    created_at: now,
    created_by,
  }));
  await insertRows(database, 'client_secrets', rows);
  return rows.map(({ id }) => id);
}

/** Every secret of a client is refused from `at` on, in seconds since 1970; one that was to expire earlier still does. */
export async function retireSecrets(database: Database, client: string, at: number): Promise<void> {
  await database.write(
    `UPDATE client_secrets SET retired = $1,
      expires_at = CASE WHEN expires_at IS NULL OR expires_at > $2 THEN $2 ELSE expires_at END WHERE client = $3`,
    [true, at, client],
  );
}

/** Gives the secret in use another expiry; null: none. */
export async function expireSecrets(database: Database, client: string, at: number | null): Promise<void> {
  await database.write('UPDATE client_secrets SET expires_at = $1 WHERE client = $2 AND retired = $3', [
    at,
    client,
    false,
  ]);
}

export async function endSecrets(database: Database, client: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) await database.write('DELETE FROM client_secrets WHERE client = $1 AND id = $2', [client, id]);
}
