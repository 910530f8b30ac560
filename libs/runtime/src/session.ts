import { type RegisteredClient } from './registered-client.js';
import { digestOf } from './secrets.js';
import { type SignIn } from './sign-in.js';

/** Seconds after which a sign-in ends, whatever happens. */
export const sessionLifetime = 12 * 3600;

/** Seconds for which a session keeps its id while its user signs in again and again, and one whole session. */
export const idLifetime = 7 * 24 * 3600;

/** A user's sign-in at this server. */
export interface Session extends SignIn {
  /** Names it where the cookie must not be told; the same as long as the same user goes on in the same browser. */
  readonly id: string;
  /** When it got its id. Seconds since 1970. */
  readonly began_at: number;
  /** Seconds since 1970. */
  readonly auth_time: number;
  /** The id of the authenticator. */
  readonly authenticator: string;
  /** The class that the authenticator had then. */
  readonly acr?: string;
  /** RFC 8176 §2. */
  readonly amr: readonly string[];
}

/** The last moment at which a session with this id can be alive. */
export function latestEnd({ began_at }: Session): number {
  return began_at + idLifetime + sessionLifetime;
}

/** What a session is called towards a client: by another name towards each, so that they cannot compare. */
export function sidOf(session: string, { id, did }: Pick<RegisteredClient, 'id' | 'did'>): string {
  return digestOf(`${session} ${did ?? id}`);
}
