import { randomUUID } from 'node:crypto';
import { type Clock } from '@clientele/runtime/ports/index';
import { scryptVerifier } from '@clientele/runtime/secrets';
import { And, Equal, In, MoreThan } from 'typeorm';
import { keyOfUsername, toAccount } from '../adapters/account-store.js';
import { instant } from '../adapters/client-rows.js';
import { type Database } from '../database/database.js';
import { storable } from '../database/storable.js';
import { AccountRow } from '../entities/account.js';
import { asJson } from '../entities/columns.js';
import { LastAdministrator } from '../failures.js';
import { type ListQuery, type Page, type StoredAccount } from '../records.js';
import { type AccountMembers, type AccountRepository } from '../storage.js';
import { type Cursors } from './cursor.js';
import { toRevised } from './revised.js';

export class DatabaseAccountRepository implements AccountRepository {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async insert(
    account: AccountMembers & { password: string; system?: boolean },
    { updated_by }: { updated_by: string },
  ): Promise<StoredAccount> {
    const { username, enabled, claims, roles, system = false } = account;
    // Takes long: not inside the unit, where other writers would wait.
    const password = await scryptVerifier(account.password);
    return this.database.unit(async (manager) => {
      const now = this.clock.milliseconds();
      const sub = randomUUID();
      await manager.insert(AccountRow, {
        sub,
        username,
        username_key: keyOfUsername(username),
        password,
        claims: asJson(claims),
        roles,
        enabled,
        system,
        created_at: now,
        revision: 1,
        updated_at: now,
        updated_by,
      });
      this.database.happened({ type: 'account.created', target: sub, revision: 1 });
      return (await this.find(sub))!;
    });
  }

  async find(sub: string): Promise<StoredAccount | undefined> {
    if (!storable(sub)) return undefined;
    const row = await this.database.reading((rows) => rows.findOneBy(AccountRow, { sub }));
    return row ? toStored(row) : undefined;
  }

  async list(query: ListQuery & { username?: string; subs?: readonly string[] }): Promise<Page<StoredAccount>> {
    const { limit, username, subs } = query;
    const from = this.cursors.placeIn('accounts', query) as string | undefined;
    const after = MoreThan(from ?? '');
    if (username !== undefined && !storable(username)) return { items: [], next: null };
    const rows = await this.database.reading((rows) =>
      rows.find(AccountRow, {
        where: {
          username_key: username === undefined ? after : And(after, Equal(keyOfUsername(username))),
          ...(subs && { sub: In(subs.filter(storable)) }),
        },
        order: { username_key: 'ASC' },
        take: limit + 1,
      }),
    );
    const { items, next } = this.cursors.page('accounts', query, rows, ({ username_key }) => username_key);
    return { items: items.map(toStored), next };
  }

  async update(
    sub: string,
    seenRevision: number,
    members: Partial<AccountMembers> & { password?: string },
    { updated_by }: { updated_by: string },
  ): Promise<StoredAccount | undefined> {
    if (!storable(sub)) return undefined;
    const { username, claims, roles, enabled } = members;
    const password = members.password === undefined ? undefined : await scryptVerifier(members.password);
    // Whoever changes a password may do so because somebody else knows it; whoever disables an account wants nothing of
    // it to come back to life when it is enabled again.
    const endsSignIns = password !== undefined || enabled === false;
    return this.database.unit(async (manager) => {
      if (enabled === false || (roles && !roles.includes('admin'))) await this.#keepAnAdministrator(sub);
      const { affected } = await manager.update(
        AccountRow,
        { sub, revision: seenRevision },
        {
          ...(username !== undefined && { username, username_key: keyOfUsername(username) }),
          ...(claims !== undefined && { claims: asJson(claims) }),
          ...(roles !== undefined && { roles }),
          ...(enabled !== undefined && { enabled }),
          ...(password !== undefined && { password }),
          ...(endsSignIns && { sign_in_epoch: () => 'sign_in_epoch + 1' }),
          revision: seenRevision + 1,
          updated_at: this.clock.milliseconds(),
          updated_by,
        },
      );
      if (affected !== 1) return undefined;
      if (endsSignIns) await this.#endGrants(sub);
      const fields = Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [`/${name}`]));
      this.database.happened({ type: 'account.changed', target: sub, revision: seenRevision + 1, fields });
      return this.find(sub);
    });
  }

  /**
   * Of two administrators who take each other's rights at once, the second waits for the first and is refused.
   * @throws LastAdministrator when this account is the last active one that may do everything
   */
  async #keepAnAdministrator(sub: string): Promise<void> {
    const lock = this.database.dialect === 'postgres' ? 'FOR UPDATE' : '';
    const active = await this.database.read<{ sub: string }>(
      `SELECT sub FROM accounts WHERE enabled = $1 AND roles LIKE $2 ORDER BY sub ${lock}`,
      [true, '%"admin"%'],
    );
    if (active.length === 1 && active[0]!.sub === sub) throw new LastAdministrator('the last active administrator');
  }

  /** The grants of an older epoch count no more; this is for those who look at them. */
  async #endGrants(sub: string): Promise<void> {
    const now = this.clock.now();
    await this.database.write('UPDATE grants SET revoked_at = $1 WHERE sub = $2 AND revoked_at IS NULL', [now, sub]);
  }

  async remove(sub: string, seenRevision?: number): Promise<boolean> {
    if (!storable(sub)) return false;
    return this.database.unit(async (manager) => {
      await this.#keepAnAdministrator(sub);
      const revision = seenRevision === undefined ? {} : { revision: seenRevision };
      const { affected } = await manager.delete(AccountRow, { sub, ...revision });
      if (affected !== 1) return false;
      await this.#endGrants(sub);
      await this.database.write('DELETE FROM consents WHERE sub = $1', [sub]);
      this.database.happened({ type: 'account.deleted', target: sub });
      return true;
    });
  }
}

function toStored(row: AccountRow): StoredAccount {
  return { ...toAccount(row), system: row.system, created_at: instant(row.created_at), ...toRevised(row) };
}
