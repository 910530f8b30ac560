/** A client ID metadata document, as it was fetched last. */
export interface KnownDocument {
  /** Internal id of the client that it makes; never reused. */
  readonly id: string;
  readonly client_id: string;
  /** What was fetched: a document that makes a client, or made one when it was. */
  readonly document: unknown;
  /** Seconds since 1970, like the next. */
  readonly fetched_at: number;
  /** Until when it need not be fetched again. */
  readonly fresh_until: number;
  /** An administrator refuses the client, whatever its document says. */
  readonly frozen: boolean;
}

/** The documents that clients were made of, for all processes. */
export abstract class ClientDocumentStore {
  abstract find(client_id: string): Promise<KnownDocument | undefined>;

  /** Keeps what was fetched in place of what was known, and gives it with the id and the state that stay. */
  abstract keep(fetched: Omit<KnownDocument, 'id' | 'frozen'>): Promise<KnownDocument>;
}
