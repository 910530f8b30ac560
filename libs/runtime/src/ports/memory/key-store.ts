import { type GeneratedAlg, algsOfKey, generateSigningKey } from '../../signers/generated-key.js';
import { InternalSigner } from '../../signers/internal.js';
import { KeyStore, type SigningKey } from '../key-store.js';

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
  async generate(alg: GeneratedAlg, state: SigningKey['state'] = 'active'): Promise<SigningKey> {
    const { kid, public_jwk, pkcs8 } = await generateSigningKey(alg);
    const key = { kid, state, algs: algsOfKey(public_jwk), public_jwk, signer: new InternalSigner(pkcs8) };
    this.#keys.push(key);
    return key;
  }
}
