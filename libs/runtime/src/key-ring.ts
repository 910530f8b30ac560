import { createPublicKey, type KeyObject } from 'node:crypto';
import { type AsymmetricKeyManagementAlg, keyManagementAlgsOfKey } from '@clientele/client-schema';
import { type Change } from './ports/change-feed.js';
import { type Clock } from './ports/clock.js';
import {
  type Decrypter,
  type KeyElsewhere,
  type KeyStore,
  type PublishedKey,
  Signer,
  type SigningKey,
} from './ports/key-store.js';

/** The public half of a published key. */
export interface PublicKey {
  readonly key: KeyObject;
  readonly algs: readonly string[];
  /** The client for which alone it signs; null: clients share it. */
  readonly client_id: string | null;
}

/** A key that opens what is encrypted to this server. */
export interface DecryptionKey {
  readonly kid: string;
  readonly algs: readonly AsymmetricKeyManagementAlg[];
  readonly decrypter: Decrypter;
}

interface Ring {
  /** The shared key that signs, by algorithm. */
  readonly byAlg: ReadonlyMap<string, SigningKey>;
  /** Those among them that this server keeps itself. */
  readonly keptHere: ReadonlyMap<string, SigningKey>;
  /** The key that signs, by key pair. */
  readonly byPair: ReadonlyMap<string, SigningKey>;
  /** Every algorithm that some key signs with. */
  readonly algs: ReadonlySet<string>;
  readonly publicKeys: ReadonlyMap<string, PublicKey>;
  /** The keys that open what is encrypted to this server. */
  readonly decryptionKeys: readonly DecryptionKey[];
  /** The keys of each pair, the newest last. */
  readonly publishedOf: ReadonlyMap<string, readonly PublishedKey[]>;
  /** RFC 7517 §5, as the endpoint answers it. */
  readonly jwks: string;
  /** When the first of the keys changes its state, in seconds since 1970. */
  readonly until: number;
}

/** Signs with a key that another place keeps. */
export type SignerElsewhere = (key: PublishedKey, where: KeyElsewhere) => Signer;

/** The server's keys, read once and kept until they change. */
export class KeyRing {
  #ring: Ring | undefined;
  #loading: Promise<Ring> | undefined;

  constructor(
    private readonly store: KeyStore,
    private readonly clock: Clock,
    private readonly elsewhere: SignerElsewhere,
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
  async publicKey(kid: string): Promise<PublicKey | undefined> {
    return (await this.#read()).publicKeys.get(kid);
  }

  /** The published keys of a pair, in the order in which they sign. */
  async published(pair: string): Promise<readonly PublishedKey[]> {
    return (await this.#read()).publishedOf.get(pair) ?? [];
  }

  /** The keys that clients may have encrypted to: all that are published, be they new or about to go. */
  async decryptionKeys(): Promise<readonly DecryptionKey[]> {
    return (await this.#read()).decryptionKeys;
  }

  async jwks(): Promise<string> {
    return (await this.#read()).jwks;
  }

  /** Algorithms with an active key that clients share. */
  async algs(): Promise<readonly string[]> {
    return [...(await this.#read()).byAlg.keys()];
  }

  /** Algorithms with an active key, be it a client's own: what the metadata offers. */
  async allAlgs(): Promise<readonly string[]> {
    return [...(await this.#read()).algs];
  }

  /** A key that this server keeps, to introduce itself to others with; undefined: none is active. */
  async ownSigner(offered?: readonly string[]): Promise<{ key: SigningKey; alg: string } | undefined> {
    const found = [...(await this.#read()).keptHere].find(([alg]) => offered?.includes(alg) ?? true);
    return found && { alg: found[0], key: found[1] };
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
      const ring = ringOf(keys, this.elsewhere);
      if (this.#loading === loading) this.#ring = ring;
      return ring;
    }));
    loading.catch(() => {
      if (this.#loading === loading) this.#loading = undefined;
    });
    return loading;
  }
}

function ringOf(keys: readonly PublishedKey[], elsewhere: SignerElsewhere): Ring {
  const byAlg = new Map<string, SigningKey>();
  const keptHere = new Map<string, SigningKey>();
  const byPair = new Map<string, SigningKey>();
  const active = keys.filter(({ state }) => state === 'active');
  for (const published of active) {
    const { signer } = published;
    const isKeptHere = signer instanceof Signer;
    const key = { ...published, signer: isKeptHere ? signer : elsewhere(published, signer) };
    putFirst(byPair, [key.pair], key);
    // A client's own key signs for nobody else.
    if (key.client_id !== null) continue;
    putFirst(byAlg, key.algs, key);
    if (isKeptHere) putFirst(keptHere, key.algs, key);
  }
  return {
    byAlg,
    keptHere,
    byPair,
    algs: new Set([...byAlg.keys(), ...active.flatMap(({ algs }) => algs)]),
    publicKeys: new Map(
      keys.map(({ kid, algs, public_jwk, client_id }) => [
        kid,
        { key: createPublicKey({ key: public_jwk, format: 'jwk' }), algs, client_id },
      ]),
    ),
    decryptionKeys: keys.flatMap(({ kid, public_jwk, decrypter }) =>
      decrypter ? [{ kid, algs: keyManagementAlgsOfKey(public_jwk), decrypter }] : [],
    ),
    publishedOf: byPairOf(keys),
    jwks: JSON.stringify({ keys: keys.map(({ public_jwk }) => public_jwk) }),
    until: keys.reduce((first, { until }) => Math.min(first, until ?? Infinity), Infinity),
  };
}

function byPairOf(keys: readonly PublishedKey[]): ReadonlyMap<string, readonly PublishedKey[]> {
  const pairs = new Map<string, PublishedKey[]>();
  for (const key of keys) {
    const known = pairs.get(key.pair);
    if (known) known.push(key);
    else pairs.set(key.pair, [key]);
  }
  return pairs;
}

function putFirst<K, V>(map: Map<K, V>, names: readonly K[], value: V): void {
  for (const name of names) if (!map.has(name)) map.set(name, value);
}
