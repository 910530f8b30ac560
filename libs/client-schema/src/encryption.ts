import { type EffectiveClient } from './client.js';
import {
  type KeyManagementAlg,
  type PublicJwk,
  type SymmetricKeyManagementAlg,
  symmetricKeyManagementAlgs,
} from './vocabulary.js';

/** The kinds of answers that may be encrypted to a client; each has an alg, an enc and an algorithm that signs it before. */
export const encryptedAnswers = ['authorization', 'id_token', 'userinfo', 'introspection'] as const;
export type EncryptedAnswer = (typeof encryptedAnswers)[number];

/** The fields of the algorithms by which answers are encrypted. */
export const encryptionFields = encryptedAnswers.map((answer) => `${answer}_encrypted_response_alg` as const);

/** Whether a content key is wrapped with the secret of the client. */
export function isSymmetricKeyManagement(alg: string | undefined): alg is SymmetricKeyManagementAlg {
  return symmetricKeyManagementAlgs.some((known) => known === alg);
}

/** Whether something is encrypted with a secret of the client: then its value is kept, sealed. */
export function isEncryptedWithSecret(client: Pick<EffectiveClient, (typeof encryptionFields)[number]>): boolean {
  return encryptionFields.some((name) => isSymmetricKeyManagement(client[name]));
}

/** Whether a public key takes part in this key management, RFC 7517 §4.2–4.4, RFC 7518 §4.1, RFC 8037 §3.2. */
export function takesPartIn(alg: KeyManagementAlg, key: PublicJwk): boolean {
  if (key.use !== undefined && key.use !== 'enc') return false;
  if (key.alg !== undefined && key.alg !== alg) return false;
  const uses = key['key_ops'];
  if (alg.startsWith('RSA-')) {
    return key.kty === 'RSA' && (!Array.isArray(uses) || uses.includes('encrypt') || uses.includes('wrapKey'));
  }
  // Of an agreement the public half does nothing by itself: the Web Cryptography API gives it no operation.
  const agrees = !Array.isArray(uses) || uses.length === 0 || uses.includes('deriveKey') || uses.includes('deriveBits');
  return agrees && alg.startsWith('ECDH-') && (key.kty === 'EC' || (key.kty === 'OKP' && key.crv === 'X25519'));
}
