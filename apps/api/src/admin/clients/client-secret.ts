import { type Client, type Issue, type EffectiveClient, holds } from '@clientele/client-schema';
import { hasClientSecret } from '@clientele/client-schema/fields/authentication/secret';
import { digestOf, randomToken, scryptVerifier } from '@clientele/runtime';
import { type NewSecret, type StoredSecret } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { Problem, refuse } from '../../problems/problem.js';
import { weaknessOf } from './secret-strength.js';

/** A secret about to be stored, with the plain value for the one answer that shows it. */
export interface FreshSecret {
  readonly plain: string;
  readonly stored: NewSecret;
}

/** What a secret is for. */
export interface SecretUse {
  readonly field: 'client_secret' | 'secondary_client_secret';
  readonly expires_at: number | null;
  /** At least so many octets, for it signs assertions or answers: then its value is kept too. 0: it does not. */
  readonly keyOctets: number;
}

/** A secret that is sent as it is. */
export const plainUse: SecretUse = { field: 'client_secret', expires_at: null, keyOctets: 0 };

/** Characters of a secret that people may see, to tell one from another. */
const hintLength = 4;

/** 256 random bits, kept as a digest; 384 where it is a key, so that it fits every HMAC algorithm. */
export function generatedSecret(use: SecretUse): FreshSecret {
  const plain = randomToken(use.keyOctets > 0 ? 48 : 32);
  return { plain, stored: { ...kept(plain, use), scheme: 'sha256', digest: digestOf(plain) } };
}

/**
 * A chosen secret, kept as a scrypt verifier.
 * @throws Problem 422 when it is easy to guess, or too short for a key
 */
export async function chosenSecret(
  plain: string,
  client: { client_id?: string; client_name?: string },
  use: SecretUse,
  hash: (plain: string) => Promise<string> = scryptVerifier,
): Promise<FreshSecret> {
  const names = [client.client_id, client.client_name].filter((name) => name !== undefined);
  const pointer = `/${use.field}`;
  const weakness = weaknessOf(plain, names);
  refuse(problems.invalidDocument, [
    ...(weakness ? [{ pointer, rule: 'secret-is-strong', detail: weakness }] : []),
    ...(plain.length < use.keyOctets
      ? [{ pointer, rule: 'secret-is-long-enough', detail: tooShort(use.keyOctets) }]
      : []),
  ]);
  return { plain, stored: { ...kept(plain, use), scheme: 'scrypt', digest: await hash(plain) } };
}

/** RFC 7518 §3.2, in words that follow the name of a key. */
export function tooShort(octets: number): string {
  return `must have at least ${octets} octets, for the HMAC algorithms that it signs with`;
}

/** Hashes for several attempts at one write: it takes long on purpose, and comes out the same for each. */
export function hashedOnce(hash = scryptVerifier): (plain: string) => Promise<string> {
  const made = new Map<string, Promise<string>>();
  return (plain) => {
    const digest = made.get(plain) ?? hash(plain);
    made.set(plain, digest);
    return digest;
  };
}

function kept(plain: string, { field, expires_at, keyOctets }: SecretUse) {
  const hint = plain.slice(-hintLength);
  return { field, expires_at, hint, ...(keyOctets > 0 && { key: Buffer.from(plain, 'utf8') }) };
}

/** Whether the client authenticates by a shared secret, or one signs for it. */
export function needsSecret(client: EffectiveClient): boolean {
  return holds(hasClientSecret, client) && client.credential_manager_id === undefined;
}

/** The expiry that a client asks for its secret, RFC 7591 §3.2.1: 0 is never. */
export function secretExpiryOf(client: Pick<Client, 'client_secret_expires_at'>): number | null {
  return client.client_secret_expires_at || null;
}

/** As many secrets as work side by side: a wrong one is compared with all of them, and each comparison may take long. */
const atMost = 20;

/**
 * @param stored the secrets that the client has
 * @param now in seconds since 1970
 * @throws Problem 409 for a client that has too many already, 422 for one whose next secret would have expired already
 */
export function mayHaveAnother(
  client: Pick<Client, 'client_secret_expires_at'>,
  stored: readonly StoredSecret[],
  now: number,
): void {
  refuse(problems.invalidDocument, expiryFaults(client, now));
  const live = stored.filter(({ field, expires_at }) => field === 'client_secret' && (expires_at ?? Infinity) > now);
  if (live.length < atMost) return;
  throw new Problem(problems.conflict, {
    detail: `The client has ${live.length} secrets that work. End one of them first: the oldest that no token was obtained with lately.`,
  });
}

/** RFC 7591 §3.2.1: a secret that expires does so after it was made. */
export function expiryFaults(client: Pick<Client, 'client_secret_expires_at'>, now: number): Issue[] {
  if ((secretExpiryOf(client) ?? Infinity) > now) return [];
  return [{ pointer: '/client_secret_expires_at', rule: 'secret-expiry-lies-ahead', detail: 'must lie in the future' }];
}

/** What administrators see of a secret. */
export interface SecretView {
  id: string;
  /** Its last characters. */
  hint: string;
  label: string | null;
  created_at: string;
  created_by: string;
  expires_at: string | null;
  last_used_at: string | null;
  /** Whether a newer one has replaced it. */
  retired: boolean;
}

export function secretViewOf(secret: StoredSecret): SecretView {
  return {
    id: secret.id,
    hint: secret.hint,
    label: secret.label,
    created_at: secret.created_at,
    created_by: secret.created_by,
    expires_at: secret.expires_at === null ? null : new Date(secret.expires_at * 1000).toISOString(),
    last_used_at: secret.last_used_at,
    retired: secret.retired,
  };
}
