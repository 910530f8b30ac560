import { type Client, holds } from '@clientele/client-schema';
import { usesClientSecret } from '@clientele/client-schema/fields/authentication/client-authentication';
import { digestOf, randomToken, scryptVerifier } from '@clientele/runtime';
import { type NewSecret, type StoredSecret } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { refuse } from '../../problems/problem.js';
import { weaknessOf } from './secret-strength.js';

/** A secret about to be stored, with the plain value for the one answer that shows it. */
export interface FreshSecret {
  readonly plain: string;
  readonly stored: NewSecret;
}

/** Characters of a secret that people may see, to tell one from another. */
const hintLength = 4;

/** 256 random bits, kept as a digest. */
export function generatedSecret(expires_at: number | null): FreshSecret {
  const plain = randomToken();
  return { plain, stored: { scheme: 'sha256', digest: digestOf(plain), hint: hintOf(plain), expires_at } };
}

/**
 * A chosen secret, kept as a scrypt verifier.
 * @throws Problem 422 when it is easy to guess
 */
export async function chosenSecret(
  plain: string,
  client: { client_id?: string; client_name?: string },
  expires_at: number | null,
  hash: (plain: string) => Promise<string> = scryptVerifier,
): Promise<FreshSecret> {
  const names = [client.client_id, client.client_name].filter((name) => name !== undefined);
  const weakness = weaknessOf(plain, names);
  refuse(
    problems.invalidDocument,
    weakness ? [{ pointer: '/client_secret', rule: 'secret-is-strong', detail: weakness }] : [],
  );
  return { plain, stored: { scheme: 'scrypt', digest: await hash(plain), hint: hintOf(plain), expires_at } };
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

function hintOf(plain: string): string {
  return plain.slice(-hintLength);
}

/** Whether one of the client's ways to authenticate is by a shared secret. */
export function needsSecret(client: Client): boolean {
  return holds(usesClientSecret, client);
}

/** The expiry that a client asks for its secret, RFC 7591 §3.2.1: 0 is never. */
export function secretExpiryOf(client: Client): number | null {
  return client.client_secret_expires_at || null;
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
