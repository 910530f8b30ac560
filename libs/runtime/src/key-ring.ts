import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Change } from './ports/change-feed.js';
import { type KeyStore, type SigningKey } from './ports/key-store.js';

interface Ring {
  readonly keys: readonly SigningKey[];
  /** The key that signs, by algorithm. */
  readonly byAlg: ReadonlyMap<string, SigningKey>;
  readonly publicKeys: ReadonlyMap<string, { key: KeyObject; algs: readonly string[] }>;
  /** RFC 7517 §5, as the endpoint answers it. */
  readonly jwks: string;
}

/** The server's keys, read once and kept until they change. */
export class KeyRing {
  #ring: Ring | undefined;
  #loading: Promise<Ring> | undefined;

  constructor(private readonly store: KeyStore) {}

  /** The key that signs with `alg`; undefined: none is active. */
  async signerFor(alg: string): Promise<SigningKey | undefined> {
    return (await this.#read()).byAlg.get(alg);
  }

  /** The public key that a token names, and the algorithms it verifies. */
  async publicKey(kid: string): Promise<{ key: KeyObject; algs: readonly string[] } | undefined> {
    return (await this.#read()).publicKeys.get(kid);
  }

  async jwks(): Promise<string> {
    return (await this.#read()).jwks;
  }

  /** Algorithms with an active key. */
  async algs(): Promise<readonly string[]> {
    return [...(await this.#read()).byAlg.keys()];
  }

  forget(change: Change): void {
    if (change.kind !== 'keys') return;
    this.#ring = undefined;
    this.#loading = undefined;
  }

  #read(): Promise<Ring> | Ring {
    if (this.#ring) return this.#ring;
    const loading = (this.#loading ??= this.store.list().then((keys) => {
      const ring = ringOf(keys);
      if (this.#loading === loading) this.#ring = ring;
      return ring;
    }));
    loading.catch(() => {
      if (this.#loading === loading) this.#loading = undefined;
    });
    return loading;
  }
}

function ringOf(keys: readonly SigningKey[]): Ring {
  const byAlg = new Map<string, SigningKey>();
  for (const key of keys.filter(({ state }) => state === 'active')) {
    for (const alg of key.algs) if (!byAlg.has(alg)) byAlg.set(alg, key);
  }
  return {
    keys,
    byAlg,
    publicKeys: new Map(
      keys.map(({ kid, algs, public_jwk }) => [
        kid,
        { key: createPublicKey({ key: public_jwk, format: 'jwk' }), algs },
      ]),
    ),
    jwks: JSON.stringify({ keys: keys.map(({ public_jwk }) => public_jwk) }),
  };
}
