import { constants, createPublicKey, verify } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KeyStore, Signer, type SigningKey } from '../key-store.js';

export interface KeyStoreFixture {
  store: KeyStore;
  generate(alg: 'RS256' | 'ES256'): Promise<unknown>;
  close(): Promise<void>;
}

/** What every key store does. */
export function keyStoreContract(name: string, fixture: () => Promise<KeyStoreFixture>): void {
  describe(`key store: ${name}`, () => {
    let keys: KeyStoreFixture;
    beforeAll(async () => {
      keys = await fixture();
      await keys.generate('RS256');
      await keys.generate('ES256');
    });
    afterAll(() => keys.close());

    const keyFor = async (alg: string): Promise<SigningKey> => {
      const key = (await keys.store.list()).find(({ state, algs }) => state === 'active' && algs.includes(alg));
      if (!(key?.signer instanceof Signer)) throw new TypeError(`no key of this store signs ${alg}`);
      return { ...key, signer: key.signer };
    };

    it('offers every RSA algorithm with an RSA key, RS256 first, and ES256 with a P-256 key', async () => {
      expect((await keyFor('RS256')).algs).toEqual(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']);
      expect((await keyFor('ES256')).algs).toEqual(['ES256']);
    });

    it('publishes a thumbprint as kid and no private member', async () => {
      for (const { kid, public_jwk } of await keys.store.list()) {
        expect(public_jwk).toMatchObject({ kid, use: 'sig' });
        expect(kid).toBe(await calculateJwkThumbprint(public_jwk));
        for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth'])
          expect(public_jwk).not.toHaveProperty(member);
      }
    });

    it.each(['RS256', 'RS384', 'PS256', 'PS512', 'ES256'])(
      'signs with %s what its public half verifies',
      async (alg) => {
        const { signer, public_jwk } = await keyFor(alg);
        const input = Buffer.from('header.payload');
        const signature = await signer.sign(alg, input);
        const key = createPublicKey({ key: public_jwk, format: 'jwk' });
        const options = alg.startsWith('PS')
          ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
          : alg.startsWith('ES')
            ? { key, dsaEncoding: 'ieee-p1363' as const }
            : { key };
        expect(verify(`sha${alg.slice(2)}`, input, options, signature)).toBe(true);
      },
    );

    it('hands out the same signer each time, so that no request pays for opening a key', async () => {
      expect((await keyFor('ES256')).signer).toBe((await keyFor('ES256')).signer);
    });
  });
}
