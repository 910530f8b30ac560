import { type KeyObject } from 'node:crypto';
import {
  type ContentEncryptionAlg,
  type KeyManagementAlg,
  type PublicJwk,
  type SymmetricKeyManagementAlg,
  isSymmetricKeyManagement,
  takesPartIn,
} from '@clientele/client-schema';
import { CompactEncrypt } from 'jose';
import { type Context } from '../context.js';
import { type ClientKeys, type RegisteredClient, publicKey as importedKey } from '../registered-client.js';
import { type ProtocolRule } from '../steps.js';
import { keyOfSecret } from './jwe.js';
import { hmacSecrets } from './response-signer.js';

/** How a message is encrypted, RFC 7518 §4.1 and §5.1. */
export interface Encryption {
  readonly alg: KeyManagementAlg;
  readonly enc: ContentEncryptionAlg;
  /** The public keys of the client, where not those that it publishes. */
  readonly keys?: ClientKeys | undefined;
}

/**
 * A signed JWT that a client alone can read, RFC 7519 §5.2: a JWE in compact form to a public key of the client, or to its
 * secret (OpenID Connect Core §10.2).
 * @param rule what does not hold where the client has no such key, or where its keys cannot be fetched
 * @throws OAuthError of that rule
 */
export async function encryptedTo(
  client: RegisteredClient,
  { alg, enc, keys }: Encryption,
  jwt: string,
  rule: ProtocolRule,
  context: Context,
): Promise<string> {
  const { key, kid } = isSymmetricKeyManagement(alg)
    ? secretKey(client, { alg, enc }, rule, context)
    : await publicKey(client, alg, keys, rule, context);
  return new CompactEncrypt(Buffer.from(jwt))
    .setProtectedHeader({ alg, enc, cty: 'JWT', ...(kid !== undefined && { kid }) })
    .encrypt(key);
}

interface Key {
  readonly key: KeyObject | Uint8Array;
  readonly kid?: string | undefined;
}

function secretKey(
  client: RegisteredClient,
  { alg, enc }: { alg: SymmetricKeyManagementAlg; enc: ContentEncryptionAlg },
  rule: ProtocolRule,
  { clock, steps }: Context,
): Key {
  const [secret] = hmacSecrets(client, clock.now());
  const { key } = steps.need(rule, secret, {
    registered: alg,
    sentence: 'The client has no secret that is kept here.',
  });
  return { key: keyOfSecret(key!, alg, enc) };
}

async function publicKey(
  client: RegisteredClient,
  alg: KeyManagementAlg,
  stored: ClientKeys | undefined,
  rule: ProtocolRule,
  { clock, remoteKeys, registry, steps }: Context,
): Promise<Key> {
  const { settings } = await registry.server();
  const { published } = stored ?? client.proof;
  const isFitting = ({ jwk }: { jwk: PublicJwk }): boolean => takesPartIn(alg, jwk);
  const remote = published && (await remoteKeys.find(published, settings.jwks_cache_ttl, isFitting));
  const ownKeys = () => (client.jwks?.keys ?? []).flatMap(importedKey);
  const storedKeys = stored && (stored.keys_expire_at > clock.now() ? stored.verification_keys : []);
  const keys = storedKeys ?? remote?.keys ?? ownKeys();
  const fitting = keys.filter(isFitting);
  // One that says it is for this goes before one that may be for anything.
  const { key, kid } = steps.need(rule, fitting.find(({ jwk }) => jwk.use === 'enc') ?? fitting[0], {
    registered: alg,
    sentence:
      remote?.failure === undefined
        ? `The client has no public key that is meant for ${alg}.`
        : `The keys of the client could not be fetched: ${remote.failure}.`,
  });
  return { key, kid };
}
