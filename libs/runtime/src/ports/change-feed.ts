/** What has changed in the registry; `client_id` is set for a client. */
export interface Change {
  readonly kind: 'client' | 'server' | 'keys';
  readonly client_id?: string;
}

/** Tells of every committed change of this or another process, within one second, at least once. */
export abstract class ChangeFeed {
  /** Calls `listener` after each change; returns the way to stop. */
  abstract subscribe(listener: (change: Change) => void): () => void;
}
