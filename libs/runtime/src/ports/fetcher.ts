/** How much is borne of an address outside. */
export interface Limits {
  /** Of the answer after decoding; default 262144. */
  readonly maxBytes?: number;
  /** For the whole exchange; default 3. */
  readonly seconds?: number;
  /** Certificate authorities that are trusted beside the usual ones, PEM. */
  readonly ca?: string;
  /** Certificate authorities that are trusted in place of all others, PEM. */
  readonly authorities?: string;
  /** The hosts that may be reached, as `comparableHost` writes them; default any. */
  readonly hosts?: readonly string[];
}

/** A request to an address outside. */
export interface Outgoing extends Limits {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What an address outside answered. */
export interface Incoming {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** The only way out: to addresses that clients and administrators name, as far as they are public. */
export abstract class Fetcher {
  /** What keeps anything from being fetched from an address, as far as the address itself tells; undefined: nothing. */
  refusal(_url: string): string | undefined {
    return undefined;
  }

  /**
   * GETs a JSON document over https. Redirects are not followed; an answer that is not 200, not JSON, larger or
   * later than the limits is a failure.
   * @throws FetchFailed with a reason fit for the owner of the address
   */
  abstract getJson(url: string, limits?: Limits): Promise<unknown>;

  /**
   * Sends a request over https; the answer may have any status. Redirects are not followed; one that is compressed, too
   * large, or too late is a failure.
   * @throws FetchFailed
   */
  abstract send(url: string, request: Outgoing): Promise<Incoming>;
}

export class FetchFailed extends Error {
  override readonly name = 'FetchFailed';
}
