/** The only way out: fetches documents that clients point to, from public addresses alone. */
export abstract class Fetcher {
  /**
   * GETs a JSON document over https. Redirects are not followed; an answer that is not 200, not JSON, larger than
   * `maxBytes` after decoding, or later than three seconds is a failure.
   * @throws FetchFailed with a reason fit for the owner of the address
   */
  abstract getJson(url: string, limits?: { maxBytes?: number }): Promise<unknown>;
}

export class FetchFailed extends Error {
  override readonly name = 'FetchFailed';
}
