import { randomInt } from 'node:crypto';
import { type OAuthError } from './errors.js';
import { nearestDifference } from './difference.js';
import { type Ports } from './ports/index.js';
import { type Receipt, type Suggestion } from './ports/receipt-store.js';
import { type FactSource, type Facts, type ProtocolRule, type Steps } from './steps.js';

/** Seven days: long enough for a ticket to reach the owner of the client. */
const lifetime = 7 * 24 * 3600;
/** Refusals per second that leave a receipt; a flood of bad requests must not become a flood of writes. */
const perSecond = 100;
/** Receipts that wait for the store; while it hangs, no more are promised. */
const maxWaiting = 1_000;
const maxText = 2048;
/** 32 capital letters and digits, without I, O, 0 and 1, which are taken for one another. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

interface Draft {
  readonly code: string;
  readonly at: number;
  readonly endpoint: string;
  readonly steps: Steps;
  readonly error: OAuthError;
}

/**
 * Writes down why requests were refused. A receipt's code is known at once; the receipt itself is worked out and
 * stored after the caller has the answer, so that a refusal tells nothing by the time it takes.
 */
export class ReceiptWriter {
  #second = 0;
  #written = 0;
  #waiting = 0;
  #drafts: Draft[] = [];
  #work: Promise<void> = Promise.resolve();

  constructor(
    private readonly ports: Pick<Ports, 'receipts' | 'clock'>,
    private readonly report: (problem: string, cause: unknown) => void,
  ) {}

  /** The code of the receipt that will be kept; undefined while too many are being written. */
  issue(endpoint: string, steps: Steps, error: OAuthError): string | undefined {
    const at = this.ports.clock.now();
    if (at !== this.#second) [this.#second, this.#written] = [at, 0];
    if (++this.#written > perSecond || this.#waiting >= maxWaiting) return undefined;
    this.#waiting++;
    const code = receiptCode();
    this.#drafts.push({ code, at, endpoint, steps, error });
    if (this.#drafts.length === 1) setImmediate(() => void this.flush());
    return code;
  }

  /** Resolves when every receipt issued so far is kept. */
  flush(): Promise<void> {
    const drafts = this.#drafts;
    this.#drafts = [];
    if (drafts.length > 0) this.#work = this.#work.then(() => this.#keep(drafts));
    return this.#work;
  }

  async #keep(drafts: readonly Draft[]): Promise<void> {
    try {
      const receipts = await Promise.all(drafts.map(async (draft) => receiptOf(draft, await this.#factsOf(draft))));
      await this.ports.receipts.keep(receipts, this.ports.clock.now() + lifetime);
    } catch (cause) {
      // The callers have their answers; only the explanation is lost, and the log says so.
      this.report('receipts were not stored', cause);
    } finally {
      this.#waiting -= drafts.length;
    }
  }

  async #factsOf({ error }: Draft): Promise<Facts> {
    try {
      return await factsOf(error.facts);
    } catch (cause) {
      // One that cannot be explained must not take the explanations of the others with it.
      this.report(`the facts of ${error.rule.id} could not be found out`, cause);
      return {};
    }
  }
}

function receiptOf({ code, at, endpoint, steps, error }: Draft, facts: Facts): Receipt {
  return {
    code,
    at,
    endpoint,
    client_id: steps.client_id === null ? null : clip(steps.client_id),
    error: error.code,
    ...tellable(error.rule, facts),
    passed: steps.passed.map(({ rule }) => rule.id),
  };
}

/** What the owner of the client may be told of a check, and why it fails if it does. */
export function tellable(
  { id, spec, sentence }: ProtocolRule,
  facts: Facts,
): Pick<Receipt, 'rule' | 'spec' | 'sentence' | 'sent' | 'registered' | 'difference' | 'suggestion'> {
  const registered = listOf(facts.registered).map(clip);
  const sent = facts.sent === undefined || facts.sent === null ? null : clip(facts.sent);
  return {
    rule: id,
    spec,
    sentence: facts.sentence ?? sentence,
    sent,
    registered,
    difference: sent === null || facts.compare !== 'text' ? null : nearestDifference(sent, registered),
    suggestion: facts.suggestion && isKeepable(facts.suggestion) ? facts.suggestion : null,
  };
}

/** The facts of a check, found out where that was left for later. */
export async function factsOf(source: FactSource): Promise<Facts> {
  return typeof source === 'function' ? source() : source;
}

function listOf(registered: string | readonly string[] | undefined): readonly string[] {
  if (registered === undefined) return [];
  return typeof registered === 'string' ? [registered] : registered;
}

/** Short enough to keep, and storable: no database takes NUL, nor half of a surrogate pair. */
function clip(text: string): string {
  const short = text.length > maxText ? `${text.slice(0, maxText)}…` : text;
  return Buffer.from(withoutSecrets(short).replaceAll('\0', '␀')).toString();
}

/** A value that cannot be kept as it was sent cannot be suggested either. */
function isKeepable({ add = {} }: Suggestion): boolean {
  return Object.values(add)
    .flat()
    .every((value) => clip(value) === value);
}

/** What is sent in the wrong place may be secret: a JWT, or the code in the address of the page that asks for tokens. */
function withoutSecrets(text: string): string {
  return text.replaceAll(/\beyJ[\w-]+\.[\w.-]+/g, 'eyJ…').replaceAll(secretParameter, '$1…');
}

const secretParameter =
  /([?&#](?:access_token|(?:client_)?assertion|client_secret|code|code_verifier|id_token|password|refresh_token|token)=)[^&#]*/gi;

/** `R-7KQ2-M4TX`: 40 bits, short enough to read aloud; receipts are behind a scope, so it need not be a secret. */
function receiptCode(): string {
  const letters = Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `R-${letters.slice(0, 4)}-${letters.slice(4)}`;
}
