/** The kinds of short-lived state. Each has a key space of its own: one can never stand for another. */
export interface Artifacts {
  /** An authorization code that waits to be exchanged. */
  code: unknown;
  /** An authorization code that was exchanged, kept to recognise its return. */
  spent_code: unknown;
  /** An authorization request that was pushed and waits for the browser. */
  pushed_request: unknown;
  /** A pushed authorization request that was answered, kept to recognise its return. */
  completed_request: unknown;
  /** A sign-in that is under way. */
  interaction: unknown;
  /** A sign-in that is under way at the sign-in API. */
  challenge: unknown;
  /** A user who signs in at another OpenID Provider. */
  sign_in_elsewhere: unknown;
  /** A browser's session with this server. */
  session: unknown;
  /** How many clients have learned of a session. */
  session_clients: unknown;
  /** A client that has learned of a session. */
  session_client: unknown;
  /** A session that has ended, kept for as long as codes from it could be exchanged. */
  ended_session: unknown;
  /** A request to sign out that waits for its browser or its user. */
  logout: unknown;
  /** An opaque access token. */
  access_token: unknown;
  /** A JWT access token that was revoked before it expired. */
  revoked_token: unknown;
  /** The jti of a client assertion that was accepted. */
  assertion: unknown;
  /** The jti by which an instance of a client showed that it holds its attested key. */
  attestation_proof: unknown;
  /** The jti of a DPoP proof that was accepted. */
  dpop_proof: unknown;
  /** The jti of a request object that was accepted. */
  request_object: unknown;
  /** How many clients were registered with an initial access token. */
  registrations: unknown;
  /** How many failures there were at a target or from a source, for the time being. */
  failures: unknown;
}
export type ArtifactKind = keyof Artifacts;

/** A number of the store, and when it ends: in seconds since 1970. */
export interface Count {
  readonly value: number;
  readonly expires_at: number;
}

/**
 * Short-lived state. Keys are digests: whoever reads the store learns no code and no token. Values are JSON.
 * What has expired is not found. Every method is durable when it resolves, and rejects when the store cannot be
 * reached: the caller then answers 503, never "not found".
 */
export abstract class ArtifactStore {
  /** Stores or replaces. `expires_at` in seconds since 1970. */
  abstract put(kind: ArtifactKind, key: string, value: unknown, expires_at: number): Promise<void>;

  /** Stores unless the key is there already; resolves to whether it stored. Of many at once exactly one stores. */
  abstract putOnce(kind: ArtifactKind, key: string, value: unknown, expires_at: number): Promise<boolean>;

  abstract get<T>(kind: ArtifactKind, key: string): Promise<T | undefined>;

  /** Reads and removes in one step. Of many at once exactly one gets the value. */
  abstract take<T>(kind: ArtifactKind, key: string): Promise<T | undefined>;

  /**
   * Adds one to a number; of many at once each gets another. One that is not there, or has expired, begins at one and
   * ends at `expires_at`, which adding does not move.
   */
  abstract increment(kind: ArtifactKind, key: string, expires_at: number): Promise<Count>;

  /** Takes one from the number that ends at `expires_at`; from one that has begun since, nothing. */
  abstract decrement(kind: ArtifactKind, key: string, expires_at: number): Promise<void>;
}
