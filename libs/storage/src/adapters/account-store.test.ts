import { accountStoreContract } from '@clientele/runtime/ports/contracts/account-store';
import { describe, expect, it } from 'vitest';
import { dialects, testStorage } from '../testing/databases.js';

for (const dialect of dialects) {
  accountStoreContract(dialect, async () => {
    const { storage, close } = await testStorage(dialect);
    return {
      store: storage.ports.accounts,
      async add(account, password) {
        const { sub, sign_in_epoch } = await storage.accounts.insert({ ...account, password }, { updated_by: 'test' });
        return { ...account, sub, sign_in_epoch };
      },
      close,
    };
  });
}

describe('authentication of accounts', () => {
  it('costs an unknown name as much as a wrong password', async () => {
    const { storage, close } = await testStorage('sqlite');
    const account = { username: 'alice', enabled: true, claims: {}, roles: [] };
    await storage.accounts.insert({ ...account, password: 'correct horse' }, { updated_by: 'test' });
    const cost = async (username: string) => {
      const before = process.cpuUsage();
      for (let n = 0; n < 5; n++) await storage.ports.accounts.authenticate(username, 'wrong');
      return process.cpuUsage(before).user;
    };
    await cost('alice');
    const ratio = (await cost('mallory')) / (await cost('alice'));
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
    await close();
  });
});
