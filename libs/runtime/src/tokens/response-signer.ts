import { type ResponseSigningAlg, isSymmetricAlg, octetsForHmac } from '@clientele/client-schema';
import { type Services } from '../context.js';
import { type SecretVerifier } from '../ports/client-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { HmacSigner } from '../signers/hmac.js';
import { UnsecuredSigner } from '../signers/unsecured.js';
import { type SigningHalf } from './jwt.js';

const unsecured: SigningHalf = { signer: new UnsecuredSigner() };

/**
 * What signs an answer for a client: a key of the server, the client's secret, or nothing where it is to be unsigned;
 * undefined: there is no such key, or no secret of which the value is kept and that is long enough, at present.
 * @param pair the id of the key pair whose key it is to be
 */
export async function responseSigner(
  alg: ResponseSigningAlg,
  client: RegisteredClient,
  pair: string | undefined,
  { keyRing, clock }: Pick<Services, 'keyRing' | 'clock'>,
): Promise<SigningHalf | undefined> {
  if (alg === 'none') return unsecured;
  if (!isSymmetricAlg(alg)) return keyRing.signerFor(alg, pair);
  const fitting = hmacSecrets(client, clock.now()).find(({ key }) => key!.length >= octetsForHmac[alg]);
  return fitting && { signer: new HmacSigner(fitting.key!) };
}

/** The live secrets of a client of which the value is kept, the one in use first. */
export function hmacSecrets({ proof }: RegisteredClient, now: number): readonly SecretVerifier[] {
  return proof.secrets.filter(({ key, expires_at }) => key !== undefined && (expires_at === null || expires_at > now));
}

/** The client as a request sees it that came with one of its secrets: what is signed with a secret is with that one. */
export function withUsedSecret(client: RegisteredClient, secret_id: string | undefined): RegisteredClient {
  const [newest] = client.proof.secrets;
  const used = client.proof.secrets.find(({ id }) => id === secret_id);
  if (!used || used === newest) return client;
  const secrets = [used, ...client.proof.secrets.filter((secret) => secret !== used)];
  return { ...client, proof: { ...client.proof, secrets } };
}
