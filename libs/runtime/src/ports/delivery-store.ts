/** Something that another party is to be told by a request of this server. */
export interface Delivery {
  readonly id: string;
  /** What it is about. JSON. */
  readonly document: unknown;
  /** How often it was claimed, this time included. */
  readonly attempts: number;
}

/**
 * What is still to be delivered: a restart forgets none, and no two processes deliver the same at once. Durable when it
 * resolves; rejects when the store cannot be reached. Instants in seconds since 1970.
 */
export abstract class DeliveryStore {
  /** Keeps what is to be delivered from `due_at` on; all or nothing. */
  abstract add(documents: readonly unknown[], due_at: number): Promise<void>;

  /** Hands out what is due at `now`, the longest due first; nobody else is given it before `until`. */
  abstract claim(now: number, until: number, limit: number): Promise<readonly Delivery[]>;

  /** Has a claimed one wait until `due_at`. */
  abstract postpone(id: string, due_at: number): Promise<void>;

  /** It was delivered, or given up. */
  abstract remove(id: string): Promise<void>;
}
