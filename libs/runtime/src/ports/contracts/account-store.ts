import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Account, type AccountStore } from '../account-store.js';

export interface AccountStoreFixture {
  store: AccountStore;
  /** Creates an account; resolves to it as stored. */
  add(account: Omit<Account, 'sub' | 'sign_in_epoch'>, password: string): Promise<Account>;
  close(): Promise<void>;
}

/** What every account store does. */
export function accountStoreContract(name: string, fixture: () => Promise<AccountStoreFixture>): void {
  describe(`account store: ${name}`, () => {
    let accounts: AccountStoreFixture;
    let store: AccountStore;
    let alice: Account;
    beforeAll(async () => {
      accounts = await fixture();
      store = accounts.store;
      alice = await accounts.add(
        {
          username: 'Alice',
          enabled: true,
          claims: { email: 'alice@example.com', address: { country: 'NZ' } },
          roles: ['editor'],
        },
        'correct horse',
      );
    });
    afterAll(() => accounts.close());

    it('finds an account by its subject', async () => {
      expect(await store.find(alice.sub)).toEqual(alice);
      expect(await store.find('nobody')).toBeUndefined();
    });

    it('authenticates with the right password, in any case of the name', async () => {
      expect(await store.authenticate('Alice', 'correct horse')).toEqual(alice);
      expect(await store.authenticate('aLICE', 'correct horse')).toEqual(alice);
    });

    it('refuses a wrong password, a wrong name and an empty one', async () => {
      expect(await store.authenticate('Alice', 'Correct horse')).toBeUndefined();
      expect(await store.authenticate('Alice', '')).toBeUndefined();
      expect(await store.authenticate('mallory', 'correct horse')).toBeUndefined();
      expect(await store.authenticate('', '')).toBeUndefined();
      expect(await store.authenticate('Al%', 'correct horse')).toBeUndefined();
    });

    it('finds an enabled account by its name, in any case', async () => {
      expect(await store.findByUsername('aLICE')).toEqual(alice);
      for (const other of ['Alic', 'Al%', '', 'alice\0']) expect(await store.findByUsername(other)).toBeUndefined();
    });

    it('finds a disabled account and does not authenticate it', async () => {
      const bob = await accounts.add({ username: 'bob', enabled: false, claims: {}, roles: [] }, 'battery staple');
      expect(await store.find(bob.sub)).toMatchObject({ enabled: false });
      expect(await store.authenticate('bob', 'battery staple')).toBeUndefined();
      expect(await store.findByUsername('bob')).toBeUndefined();
    });
  });
}
