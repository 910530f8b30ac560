import { type KeyObject, createPrivateKey } from 'node:crypto';
import { Decrypter } from '../ports/key-store.js';
import { openJwe } from '../tokens/jwe.js';

/** Opens what was encrypted to a key of this process, which is sealed at rest. */
export class InternalDecrypter extends Decrypter {
  readonly #key: KeyObject;

  /** @param pkcs8 the private key, PKCS#8 DER */
  constructor(pkcs8: Buffer) {
    super();
    this.#key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  }

  decrypt(jwe: string, alg: string, enc: string): Promise<string | undefined> {
    return openJwe(jwe, this.#key, alg, enc);
  }
}
