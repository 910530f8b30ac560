import { algsOfKey } from '@clientele/client-schema';
import {
  type Clock,
  type Decrypter,
  type KeyElsewhere,
  KeyStore,
  type PublishedKey,
  type Signer,
} from '@clientele/runtime/ports/index';
import { type Sealer } from '@clientele/runtime/sealer';
import { InternalDecrypter } from '@clientele/runtime/signers/internal-decrypter';
import { InternalSigner } from '@clientele/runtime/signers/internal';
import { type Database } from '../database/database.js';
import { SigningKeyRow } from '../entities/signing-key.js';
import { livesOf } from './key-life.js';

/** What a private key is sealed for: it opens as this key and as no other. */
export function sealPurpose(kid: string): string {
  return `signing-key:${kid}`;
}

/** The published keys. Each private half that is kept here is opened once. */
export class DatabaseKeyStore extends KeyStore {
  readonly #signers = new Map<string, Signer>();
  readonly #decrypters = new Map<string, Decrypter>();

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** @throws SealBroken when a key was sealed with another master key: that is an outage, not the lack of a key */
  async list(): Promise<readonly PublishedKey[]> {
    const rows = await this.database.reading((rows) => rows.find(SigningKeyRow));
    return livesOf(rows, this.clock.now()).flatMap(({ row, state, until }) => {
      if (state === 'retired') return [];
      const { kid, pair, client_id, public_jwk } = row;
      const algs = algsOfKey(public_jwk);
      const key = { kid, pair, client_id, state, until, algs, public_jwk, signer: this.#signerOf(row) };
      const decrypter = this.#decrypterOf(row);
      return decrypter ? { ...key, decrypter } : key;
    });
  }

  #decrypterOf({ kid, sealed, public_jwk }: SigningKeyRow): Decrypter | undefined {
    if (public_jwk.use !== 'enc' || sealed === null) return undefined;
    let decrypter = this.#decrypters.get(kid);
    if (!decrypter) {
      decrypter = new InternalDecrypter(this.sealer.open(sealed, sealPurpose(kid)));
      this.#decrypters.set(kid, decrypter);
    }
    return decrypter;
  }

  #signerOf({ kid, sealed, adapter_id, reference }: SigningKeyRow): Signer | KeyElsewhere {
    if (sealed === null) return { adapter_id, reference: reference! };
    let signer = this.#signers.get(kid);
    if (!signer) this.#signers.set(kid, (signer = new InternalSigner(this.sealer.open(sealed, sealPurpose(kid)))));
    return signer;
  }
}
