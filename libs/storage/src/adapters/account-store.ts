import { BoundedQueue } from '@clientele/runtime';
import { type Account, AccountStore } from '@clientele/runtime/ports/index';
import { fitsScrypt, unmatchedVerifier } from '@clientele/runtime/secrets';
import { type Database } from '../database/database.js';
import { storable } from '../database/storable.js';
import { AccountRow } from '../entities/account.js';

/** Compared with when there is no such account, so that an unknown name costs the same time as a wrong password. */
const nobody = unmatchedVerifier();

/** What the database keeps: SQLite has numbers for booleans. */
interface PlainAccount {
  sub: string;
  username: string;
  enabled: boolean | 0 | 1;
  sign_in_epoch: number;
  claims: string;
  roles: string;
}

export class DatabaseAccountStore extends AccountStore {
  readonly #queue = new BoundedQueue({ running: 4, waiting: 64 }, 'too many passwords are being verified');

  constructor(private readonly database: Database) {
    super();
  }

  async find(sub: string): Promise<Account | undefined> {
    if (!storable(sub)) return undefined;
    // Each token of a user asks.
    const [row] = await this.database.read<PlainAccount>(
      'SELECT sub, username, enabled, sign_in_epoch, claims, roles FROM accounts WHERE sub = $1',
      [sub],
    );
    return (
      row && {
        sub: row.sub,
        username: row.username,
        enabled: Boolean(row.enabled),
        sign_in_epoch: row.sign_in_epoch,
        claims: JSON.parse(row.claims) as Account['claims'],
        roles: JSON.parse(row.roles) as Account['roles'],
      }
    );
  }

  async findByUsername(username: string): Promise<Account | undefined> {
    const row = storable(username) ? await this.#rowOf(keyOfUsername(username)) : null;
    return row?.enabled ? toAccount(row) : undefined;
  }

  async authenticate(username: string, password: string): Promise<Account | undefined> {
    const username_key = storable(username) ? keyOfUsername(username) : '';
    const row = await this.#rowOf(username_key);
    const verifier = row?.password ?? nobody;
    const fits = await this.#queue.run(() => fitsScrypt(password, verifier));
    return row && fits && row.enabled ? toAccount(row) : undefined;
  }

  #rowOf(username_key: string): Promise<AccountRow | null> {
    return this.database.reading((rows) => rows.findOneBy(AccountRow, { username_key }));
  }
}

/** What makes a username unique: two that differ in case alone would be mistaken for each other. */
export function keyOfUsername(username: string): string {
  return username.normalize('NFC').toLowerCase();
}

export function toAccount({ sub, username, enabled, sign_in_epoch, claims, roles }: AccountRow): Account {
  return { sub, username, enabled, sign_in_epoch, claims, roles };
}
