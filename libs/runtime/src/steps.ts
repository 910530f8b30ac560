import { type Spec } from '@clientele/client-schema';
import { type AnswerAddress } from './authorization/answer.js';
import { OAuthError, type OAuthErrorCode } from './errors.js';
import { type Suggestion } from './ports/receipt-store.js';

/** A rule that a request must keep. Declared beside the code that checks it; there is no second list. */
export interface ProtocolRule {
  /** States what holds for a good request: `redirect-uri-is-registered`. */
  readonly id: string;
  readonly spec: Spec;
  /** The protocol error of a request that breaks it. */
  readonly error: OAuthErrorCode;
  /** The status of the answer; absent: the one that the error has. */
  readonly status?: number;
  /** What the caller is told: enough for a developer, nothing that helps a stranger. */
  readonly description: string;
  /** What the owner of the client is told, in one sentence. */
  readonly sentence: string;
}

/** Makes rules that share an error code. */
export const rulesOf =
  (error: OAuthErrorCode) =>
  (id: string, spec: Spec, description: string, sentence: string): ProtocolRule => ({
    id,
    spec,
    error,
    description,
    sentence,
  });

/** What a check saw. No member may carry a secret, a code or a token. */
export interface Facts {
  /** What the request said. */
  readonly sent?: string | null;
  /** What would have been right. */
  readonly registered?: string | readonly string[];
  /** Whether the two are texts to be compared character by character, such as addresses; names from a list are not. */
  readonly compare?: 'text';
  /** Replaces the rule's sentence where more is known. */
  readonly sentence?: string;
  /** What would let the request pass. */
  readonly suggestion?: Suggestion;
}

/** Facts that cost something are found out only when the request is refused, and after the caller has the answer. */
export type FactSource = Facts | (() => Facts | Promise<Facts>);

export interface Step {
  readonly rule: ProtocolRule;
  readonly facts: FactSource;
}

/**
 * The checks of one request, in the order in which they were made. A refusal is the first that fails; a dry run of the
 * same request tells the same steps, since there is no other way to check anything.
 */
export class Steps {
  readonly passed: Step[] = [];
  /** As the request names it, for the receipt. */
  client_id: string | null = null;
  /** The languages of a page that tells of a refusal, as the request names them. */
  ui_locales: string | undefined;
  /** Where the browser goes instead of showing a refusal, so that the user can start again. */
  startOver: string | undefined;
  /** Nobody here has looked at the client: no refusal sends a browser to it by itself, RFC 9700 §4.11.2. */
  isOfStranger = false;
  /** How failures are told from now on; undefined: as the endpoint says. */
  answers: 'json' | undefined;
  /** Whether the answer gives the nonce of the next DPoP proof, also where the server does not ask for it everywhere. */
  givesNonce = false;
  /** Where a refusal goes from now on; undefined: to whoever sent the request. */
  refuseTo: AnswerAddress | undefined;

  /** Checks a rule. @throws OAuthError with the rule's code */
  hold(rule: ProtocolRule, condition: boolean, facts: FactSource = none): void {
    if (!condition) throw new OAuthError(rule, facts);
    this.passed.push({ rule, facts });
  }

  /** Checks that there is a value, and gives it. @throws OAuthError with the rule's code */
  need<T>(rule: ProtocolRule, value: T | undefined, facts: FactSource = none): T {
    if (value === undefined) throw new OAuthError(rule, facts);
    this.passed.push({ rule, facts });
    return value;
  }

  /** Refuses where there is no single condition to name. */
  refuse(rule: ProtocolRule, facts: FactSource = none, options?: ErrorOptions): never {
    throw new OAuthError(rule, facts, options);
  }
}

const none: Facts = Object.freeze({});
