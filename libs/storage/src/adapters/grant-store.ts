import { type Grant, GrantStore, type RefreshState } from '@clientele/runtime/ports/index';
import { type Database, type Value } from '../database/database.js';
import { type GrantRow } from '../entities/grant.js';
import { type PlainGrant, grantColumns, reviewAt, toGrant } from './grant-rows.js';

/** How many grants of one user to one client are looked at. */
const mostOfUser = 20;

/** Grants in the database: a row per family, with the present refresh token in place. */
export class DatabaseGrantStore extends GrantStore {
  constructor(private readonly database: Database) {
    super();
  }

  async create(grant: Grant): Promise<void> {
    const columns = columnsOf(grant);
    const names = Object.keys(columns);
    await this.database.write(
      `INSERT INTO grants (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(columns),
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

  async findOfUser(client: string, sub: string): Promise<readonly Grant[]> {
    const rows = await this.database.read<PlainGrant>(
      `SELECT ${grantColumns} FROM grants g WHERE g.sub = $1 AND g.client = $2 AND g.revoked_at IS NULL
        ORDER BY g.created_at DESC, g.id DESC LIMIT ${mostOfUser}`,
      [sub, client],
    );
    return rows.map(toGrant);
  }

  async renew(grant: Grant, handle: string | null): Promise<boolean> {
    const columns = columnsOf(grant);
    const values = Object.values(columns);
    const { affected } = await this.database.write(
      `UPDATE grants SET ${Object.keys(columns)
        .map((name, index) => `${name} = $${index + 1}`)
        .join(', ')}
        WHERE id = $${values.length + 1} AND revoked_at IS NULL AND coalesce(refresh_handle, '') = $${values.length + 2}`,
      [...values, grant.id, handle ?? ''],
    );
    return affected === 1;
  }

  async revoke(id: string, now: number): Promise<void> {
    await this.database.write('UPDATE grants SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL', [now, id]);
  }

  async revokeOfSession(session: string, sub: string, now: number): Promise<void> {
    await this.database.write(
      `UPDATE grants SET revoked_at = $1 WHERE sub = $2 AND session = $3 AND revoked_at IS NULL
        AND ' ' || scope || ' ' NOT LIKE '% offline_access %'`,
      [now, sub, session],
    );
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

function columnsOf(grant: Grant): Record<keyof GrantRow, Value> {
  const { refresh } = grant;
  return {
    id: grant.id,
    client: grant.client,
    sub: grant.sub,
    sign_in_epoch: grant.sign_in_epoch,
    session: grant.session,
    scope: grant.scope.join(' '),
    resources: grant.resources.join(' '),
    auth_time: grant.auth_time,
    amr: grant.amr.join(' '),
    authenticator: grant.authenticator ?? null,
    created_at: grant.created_at,
    renewed_at: grant.renewed_at,
    revoked_at: grant.revoked_at,
    refresh_handle: refresh?.handle ?? null,
    refresh_generation: refresh?.generation ?? null,
    refresh_digest: refresh?.digest ?? null,
    refresh_issued_at: refresh?.issued_at ?? null,
    refresh_used_at: refresh?.used_at ?? null,
    refresh_expires_at: refresh?.expires_at ?? null,
    refresh_sealed: refresh?.sealed ?? null,
    confirmation: grant.confirmation === null ? null : JSON.stringify(grant.confirmation),
    authorization_details:
      grant.authorization_details.length === 0 ? null : JSON.stringify(grant.authorization_details),
    claims: grant.claims === null ? null : JSON.stringify(grant.claims),
    agent: grant.agent === null ? null : JSON.stringify(grant.agent),
    review_at: reviewAt(grant),
  };
}
