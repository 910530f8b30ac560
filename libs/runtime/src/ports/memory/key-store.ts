import { type KeyParameters, algsOfKey } from '@clientele/client-schema';
import { generateServerKey } from '../../signers/generated-key.js';
import { InternalDecrypter } from '../../signers/internal-decrypter.js';
import { InternalSigner } from '../../signers/internal.js';
import { KeyStore, type SigningKey } from '../key-store.js';

/** The keys of the server's own pairs. */
const parametersOf = {
  RS256: { type: 'rsa', modulus_size: 2048, curve: null },
  ES256: { type: 'ec', modulus_size: 2048, curve: 'P-256' },
} as const satisfies Record<string, KeyParameters>;

/** Keys that end with the process. */
export class MemoryKeyStore extends KeyStore {
  readonly #keys: SigningKey[];

  /** @param keys to begin with */
  constructor(keys: readonly SigningKey[] = []) {
    super();
    this.#keys = [...keys];
  }

  async list(): Promise<readonly SigningKey[]> {
    return this.#keys;
  }

  /** Adds a real key, by default one that signs. */
  async generate(
    wanted: keyof typeof parametersOf | KeyParameters,
    {
      state = 'active',
      pair = 'standard',
      client_id = null,
    }: { state?: SigningKey['state']; pair?: string; client_id?: string | null } = {},
  ): Promise<SigningKey> {
    const parameters = typeof wanted === 'string' ? parametersOf[wanted] : wanted;
    const { kid, public_jwk, pkcs8 } = await generateServerKey(parameters);
    const signer = new InternalSigner(pkcs8);
    const decrypter = public_jwk.use === 'enc' ? { decrypter: new InternalDecrypter(pkcs8) } : {};
    const algs = algsOfKey(public_jwk);
    const key = { kid, pair, client_id, state, until: null, algs, public_jwk, signer, ...decrypter };
    this.#keys.push(key);
    return key;
  }
}
