import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Change } from './ports/change-feed.js';
import { type Clock } from './ports/clock.js';
import { type KeyStore, type SigningKey } from './ports/key-store.js';

interface Ring {
  /** The key that signs, by algorithm. */
  readonly byAlg: ReadonlyMap<string, SigningKey>;
  /** The key that signs, by key pair. */
  readonly byPair: ReadonlyMap<string, SigningKey>;
  readonly publicKeys: ReadonlyMap<string, { key: KeyObject; algs: readonly string[] }>;
  /** RFC 7517 §5, as the endpoint answers it. */
  readonly jwks: string;
  /** When the first of the keys changes its state, in seconds since 1970. */
  readonly until: number;
}

/** The server's keys, read once and kept until they change. */
export class KeyRing {
  #ring: Ring | undefined;
  #loading: Promise<Ring> | undefined;

  constructor(
    private readonly store: KeyStore,
    private readonly clock: Clock,
  ) {}

  /**
   * The key that signs with `alg`; undefined: none is active.
   * @param pair the id of the key pair whose key it is to be
   */
  async signerFor(alg: string, pair?: string): Promise<SigningKey | undefined> {
    const { byAlg, byPair } = await this.#read();
    if (pair === undefined) return byAlg.get(alg);
    const key = byPair.get(pair);
    return key?.algs.includes(alg) ? key : undefined;
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
    if (this.#ring && this.clock.now() < this.#ring.until) return this.#ring;
    if (this.#ring) this.forget({ kind: 'keys' });
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
  const byPair = new Map<string, SigningKey>();
  for (const key of keys.filter(({ state }) => state === 'active')) {
    if (!byPair.has(key.pair)) byPair.set(key.pair, key);
    for (const alg of key.algs) if (!byAlg.has(alg)) byAlg.set(alg, key);
  }
  return {
    byAlg,
    byPair,
    publicKeys: new Map(
      keys.map(({ kid, algs, public_jwk }) => [
        kid,
        { key: createPublicKey({ key: public_jwk, format: 'jwk' }), algs },
      ]),
    ),
    jwks: JSON.stringify({ keys: keys.map(({ public_jwk }) => public_jwk) }),
    until: Math.min(...keys.map(({ until }) => until ?? Number.POSITIVE_INFINITY)),
  };
}
