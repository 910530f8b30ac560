import { type CryptoKey, type JWK, exportJWK, generateKeyPair } from 'jose';

/** A key pair of a client: it signs or decrypts with one half and registers the other. */
export interface ClientKeys {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwks: { readonly keys: readonly JWK[] };
}

/** @param alg an algorithm of RFC 7518 §3.1 or §4.1, or EdDSA */
export async function clientKeys(alg: string, kid = `${alg}-key`, use: 'sig' | 'enc' = 'sig'): Promise<ClientKeys> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, privateKey, jwks: { keys: [{ ...(await exportJWK(publicKey)), kid, alg, use }] } };
}
