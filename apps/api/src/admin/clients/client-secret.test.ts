import { describe, expect, it, vi } from 'vitest';
import { chosenSecret, hashedOnce, plainUse } from './client-secret.js';

describe('a chosen secret', () => {
  it('is hashed once for all attempts to write it', async () => {
    const scrypt = vi.fn<(plain: string) => Promise<string>>((plain) => Promise.resolve(`verifier of ${plain}`));
    const hash = hashedOnce(scrypt);
    const chosen = 'vYr8-Kd2_Qm5Zt9Lx3Nb';
    const attempts = [1, 2, 3].map((expires_at) =>
      chosenSecret(chosen, { client_id: 'app' }, { ...plainUse, expires_at }, hash),
    );
    expect((await Promise.all(attempts)).map(({ stored }) => [stored.digest, stored.expires_at])).toEqual(
      [1, 2, 3].map((expires_at) => [`verifier of ${chosen}`, expires_at]),
    );
    expect(scrypt).toHaveBeenCalledTimes(1);
  });

  it('is judged at each attempt', async () => {
    const hash = hashedOnce(() => Promise.resolve('verifier'));
    const chosen = 'Extraordinary-Application';
    await expect(chosenSecret(chosen, { client_name: 'Other' }, plainUse, hash)).resolves.toMatchObject({
      plain: chosen,
    });
    await expect(chosenSecret(chosen, { client_name: chosen }, plainUse, hash)).rejects.toMatchObject({ status: 422 });
  });
});
