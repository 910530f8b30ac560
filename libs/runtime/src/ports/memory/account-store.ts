import { digestOf, sameDigest } from '../../secrets.js';
import { type Account, AccountStore } from '../account-store.js';

/** Accounts of one process. */
export class MemoryAccountStore extends AccountStore {
  readonly #accounts = new Map<string, { account: Account; password: string }>();

  async find(sub: string): Promise<Account | undefined> {
    return this.#accounts.get(sub)?.account;
  }

  async findByUsername(username: string): Promise<Account | undefined> {
    const wanted = username.toLowerCase();
    const held = [...this.#accounts.values()].find(({ account }) => account.username.toLowerCase() === wanted);
    return held?.account.enabled ? held.account : undefined;
  }

  async authenticate(username: string, password: string): Promise<Account | undefined> {
    const wanted = username.toLowerCase();
    for (const held of this.#accounts.values()) {
      if (held.account.username.toLowerCase() !== wanted || !held.account.enabled) continue;
      if (sameDigest(held.password, digestOf(password))) return held.account;
    }
    return undefined;
  }

  /** Adds or replaces. */
  add(account: Account, password: string): void {
    this.#accounts.set(account.sub, { account, password: digestOf(password) });
  }
}
