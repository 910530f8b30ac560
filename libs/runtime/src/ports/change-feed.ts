/** What has changed in the registry. `client_id` names the client; without it any client may have changed. */
export interface Change {
  readonly kind: 'client' | 'server' | 'keys';
  readonly client_id?: string;
}

/** Tells of every committed change of this or another process, within one second, at least once. */
export abstract class ChangeFeed {
  /** Calls `listener` after each change; returns the way to stop. */
  abstract subscribe(listener: (change: Change) => void): () => void;
}
