import { randomUUID } from 'node:crypto';
import { type EntityManager, In } from 'typeorm';
import { type Database } from '../database/database.js';
import { ClientSecretRow } from '../entities/client-secret.js';
import { type NewSecret } from '../records.js';

export async function addSecrets(
  manager: EntityManager,
  client: string,
  secrets: readonly NewSecret[],
  now: number,
  created_by: string,
): Promise<void> {
  if (secrets.length === 0) return;
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
  await manager.insert(ClientSecretRow, rows);
}

/** Every secret of a client is refused from `at` on, in seconds since 1970; one that was to expire earlier still does. */
export async function retireSecrets(database: Database, client: string, at: number): Promise<void> {
  await database.write(
    `UPDATE client_secrets SET retired = $1,
      expires_at = CASE WHEN expires_at IS NULL OR expires_at > $2 THEN $2 ELSE expires_at END WHERE client = $3`,
    [true, at, client],
  );
}

export async function endSecrets(manager: EntityManager, client: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await manager.delete(ClientSecretRow, { client, id: In([...ids]) });
}
