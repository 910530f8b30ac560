/** Why a request was refused: for the owner of the client, never for the caller. No secret and no token is in it. */
export interface Receipt {
  /** `R-7KQ2-M4TX`; what the caller is told. */
  readonly code: string;
  /** Seconds since 1970. */
  readonly at: number;
  /** The endpoint's path. */
  readonly endpoint: string;
  /** As the request named it; null: not at all. It need not be registered. */
  readonly client_id: string | null;
  /** The protocol error that the caller got. */
  readonly error: string;
  /** Id of the rule that failed, and where it is specified. */
  readonly rule: string;
  readonly spec: { readonly label: string; readonly url: string };
  /** One sentence: which rule failed and what differed. */
  readonly sentence: string;
  /** What the request said and what is registered, redacted. */
  readonly sent: string | null;
  readonly registered: readonly string[];
  /** The nearest registered value and the first difference to it. */
  readonly difference: Difference | null;
  /** What would let the request pass, where that may be what the owner wants. */
  readonly suggestion: Suggestion | null;
  /** The checks that passed before. */
  readonly passed: readonly string[];
}

export interface Difference {
  readonly registered: string;
  /** Index of the first differing character, in both values. */
  readonly at: number;
  /** In words: `a trailing slash`, `http instead of https`. */
  readonly words: string;
}

/** A change of a client. It is fitted to the client, and judged by the rules, when somebody reads it. */
export interface Suggestion {
  /** Values of members. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** Values that lists lack, beside whatever they hold by then. */
  readonly add?: Readonly<Record<string, readonly string[]>>;
}

export abstract class ReceiptStore {
  /** Keeps receipts until `expires_at`, in seconds since 1970. */
  abstract keep(receipts: readonly Receipt[], expires_at: number): Promise<void>;
}
