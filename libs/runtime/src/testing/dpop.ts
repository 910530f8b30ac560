import { type KeyObject, generateKeyPairSync } from 'node:crypto';
import { type PublicJwk } from '@clientele/client-schema';
import { SignJWT } from 'jose';
import { digestOf } from '../secrets.js';
import { thumbprint } from '../signers/generated-key.js';

/** Members of a proof that differ from those of a good one; undefined: it has no such member. */
export interface ProofParts {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  /** Signs in place of the holder's key. */
  readonly key?: KeyObject | Uint8Array;
}

/** Who holds a key, and proves it as RFC 9449 §4.2 has it. */
export class KeyHolder {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly jwk = this.#keys.publicKey.export({ format: 'jwk' }) as PublicJwk;
  readonly privateJwk = this.#keys.privateKey.export({ format: 'jwk' });
  readonly jkt = thumbprint(this.jwk);
  #made = 0;

  /** @param now seconds since 1970 */
  constructor(private readonly now: () => number) {}

  /**
   * A proof for one request.
   * @param address where it goes
   * @param access_token what comes with it, at a resource
   */
  async proof(
    method: string,
    address: string,
    access_token?: string,
    { header, claims, key = this.#keys.privateKey }: ProofParts = {},
  ): Promise<string> {
    return new SignJWT({
      jti: `proof ${++this.#made} of ${this.jkt}`,
      htm: method,
      htu: address,
      iat: this.now(),
      ...(access_token !== undefined && { ath: digestOf(access_token) }),
      ...claims,
    })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: this.jwk, ...header })
      .sign(key);
  }
}
