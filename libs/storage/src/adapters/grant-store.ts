import { type Grant, GrantStore, type RefreshState } from '@clientele/runtime/ports/index';
import { type Database } from '../database/database.js';
import { type PlainGrant, grantColumns, reviewAt, toGrant } from './grant-rows.js';

/** Grants in the database: a row per family, with the present refresh token in place. */
export class DatabaseGrantStore extends GrantStore {
  constructor(private readonly database: Database) {
    super();
  }

  async create(grant: Grant): Promise<void> {
    const { refresh } = grant;
    await this.database.write(
      `INSERT INTO grants (id, client, sub, sign_in_epoch, scope, auth_time, amr, created_at, revoked_at,
        refresh_handle, refresh_generation, refresh_digest, refresh_issued_at, refresh_used_at, refresh_expires_at,
        refresh_sealed, review_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
      [
        grant.id,
        grant.client,
        grant.sub,
        grant.sign_in_epoch,
        grant.scope.join(' '),
        grant.auth_time,
        grant.amr.join(' '),
        grant.created_at,
        grant.revoked_at,
        refresh?.handle ?? null,
        refresh?.generation ?? null,
        refresh?.digest ?? null,
        refresh?.issued_at ?? null,
        refresh?.used_at ?? null,
        refresh?.expires_at ?? null,
        refresh?.sealed ?? null,
        reviewAt(grant),
      ],
    );
  }

  find(id: string): Promise<Grant | undefined> {
    return this.#find('id', id);
  }

  findByRefreshHandle(handle: string): Promise<Grant | undefined> {
    return this.#find('refresh_handle', handle);
  }

  async rotate(
    spent: { id: string; generation: number; digest: string },
    next: RefreshState,
    now: number,
  ): Promise<boolean> {
    const { affected } = await this.database.write(
      `UPDATE grants SET refresh_handle = $1, refresh_generation = $2, refresh_digest = $3, refresh_issued_at = $4,
        refresh_used_at = $5, refresh_expires_at = $6, refresh_sealed = $7
        WHERE id = $8 AND refresh_generation = $9 AND refresh_digest = $10 AND revoked_at IS NULL
        AND refresh_expires_at > $11`,
      [
        next.handle,
        next.generation,
        next.digest,
        next.issued_at,
        next.used_at,
        next.expires_at,
        next.sealed,
        spent.id,
        spent.generation,
        spent.digest,
        now,
      ],
    );
    return affected === 1;
  }

  async revoke(id: string, now: number): Promise<void> {
    await this.database.write('UPDATE grants SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL', [now, id]);
  }

  async consentedScopes(client: string, sub: string): Promise<readonly string[]> {
    const rows = await this.database.read<{ scope: string }>(
      'SELECT scope FROM consents WHERE client = $1 AND sub = $2 ORDER BY scope',
      [client, sub],
    );
    return rows.map(({ scope }) => scope);
  }

  async rememberConsent(client: string, sub: string, scope: readonly string[]): Promise<void> {
    if (scope.length === 0) return;
    const rows = [...new Set(scope)].toSorted();
    await this.database.write(
      `INSERT INTO consents (client, sub, scope) VALUES ${rows.map((_, index) => `($1, $2, $${index + 3})`).join(', ')}
        ON CONFLICT DO NOTHING`,
      [client, sub, ...rows],
    );
  }

  async #find(column: 'id' | 'refresh_handle', value: string): Promise<Grant | undefined> {
    const rows = await this.database.read<PlainGrant>(`SELECT ${grantColumns} FROM grants g WHERE g.${column} = $1`, [
      value,
    ]);
    return rows[0] && toGrant(rows[0]);
  }
}
