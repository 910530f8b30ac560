import { type Database } from '../database/database.js';

export interface ClientUse {
  readonly client_id: string;
  readonly secret_id?: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/** Notes when clients and secrets were last used. Nobody reads it to decide anything, so no revision counts it. */
export async function touchClients(database: Database, uses: readonly ClientUse[]): Promise<void> {
  await Promise.all([
    touch(database, 'clients', 'client_id', latest(uses.map(({ client_id, at }) => [client_id, at]))),
    touch(
      database,
      'client_secrets',
      'id',
      latest(uses.flatMap(({ secret_id, at }) => (secret_id === undefined ? [] : [[secret_id, at]]))),
    ),
  ]);
}

/** The latest use of each, in milliseconds. */
function latest(uses: readonly (readonly [string, number])[]): [string, number][] {
  const byKey = new Map<string, number>();
  for (const [key, at] of uses) byKey.set(key, Math.max(at * 1000, byKey.get(key) ?? 0));
  return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

async function touch(
  database: Database,
  table: 'clients' | 'client_secrets',
  key: 'client_id' | 'id',
  uses: readonly [string, number][],
): Promise<void> {
  if (uses.length === 0) return;
  if (database.dialect === 'postgres') {
    await database.write(
      `UPDATE ${table} SET last_used_at = u.at FROM unnest($1::text[], $2::bigint[]) u (key, at)
        WHERE ${table}.${key} = u.key AND coalesce(last_used_at, 0) < u.at`,
      [uses.map(([one]) => one), uses.map(([, at]) => at)],
    );
    return;
  }
  const text = `UPDATE ${table} SET last_used_at = $1 WHERE ${key} = $2 AND coalesce(last_used_at, 0) < $1`;
  await Promise.all(uses.map(([one, at]) => database.write(text, [at, one])));
}
