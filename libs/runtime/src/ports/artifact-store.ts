/** The kinds of short-lived state. Each has a key space of its own: one can never stand for another. */
export interface Artifacts {
  /** An authorization code that waits to be exchanged. */
  code: unknown;
  /** An authorization code that was exchanged, kept to recognise its return. */
  spent_code: unknown;
  /** A sign-in that is under way. */
  interaction: unknown;
  /** A browser's session with this server. */
  session: unknown;
  /** An opaque access token. */
  access_token: unknown;
  /** A JWT access token that was revoked before it expired. */
  revoked_token: unknown;
  /** The jti of a client assertion that was accepted. */
  assertion: unknown;
}
export type ArtifactKind = keyof Artifacts;

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
}
