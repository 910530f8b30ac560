import { type Services } from '../context.js';
import { type Delivery } from '../ports/delivery-store.js';
import { FetchFailed } from '../ports/fetcher.js';
import { SignatureUnavailable } from '../signers/signing-services.js';
import { logoutToken } from '../tokens/logout-token.js';
import { servedClient } from '../wallets.js';

/** A client that is to be told that a session has ended. */
export interface LogoutNotice {
  /** The client_id, or the DID of a wallet. */
  readonly client: string;
  /** The user and the session, as the client knows them. */
  readonly sub: string;
  readonly sid: string;
}

/** Seconds after each attempt that fails until the next; after the last one the client is given up. */
const pauses = [30, 120, 600, 3600];
/** Seconds in which an attempt is over: the longest patience of an HTTP client, and a margin. */
const longestAttempt = 90;
/** As many are sent at a time. */
const atOnce = 20;
/** As many senders that nobody waits for run at once; what is left to send is for them, or for a later `deliver`. */
const mostSenders = 4;

/** What came of an attempt; `nobody`: the client is not to be told any more. */
type Outcome = { readonly is: 'taken' | 'nobody' } | { readonly is: 'refused'; readonly reason: string };

/** Posts logout tokens to clients, OpenID Connect Back-Channel Logout §2.5, until each has taken its own. */
export class BackChannel {
  readonly #running = new Set<Promise<void>>();

  constructor(
    private readonly services: () => Services,
    private readonly report: (problem: string, cause: unknown) => void,
  ) {}

  /** Keeps what clients are to be told; that is sent with `begin`, at the latest by a later `deliver`. */
  async tell(notices: readonly LogoutNotice[]): Promise<void> {
    const { deliveries, clock } = this.services();
    await deliveries.add(notices, clock.now());
  }

  /** Sends what is due, and has nobody wait for it. */
  begin(): void {
    if (this.#running.size >= mostSenders) return;
    const running = this.deliver().catch((cause: unknown) => this.report('logout tokens could not be sent', cause));
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }

  /** Sends what is due; resolves when each has been tried once. */
  async deliver(): Promise<void> {
    const { deliveries, clock } = this.services();
    for (;;) {
      const now = clock.now();
      const due = await deliveries.claim(now, now + longestAttempt, atOnce);
      await Promise.all(
        due.map((delivery) =>
          this.#try(delivery).catch((cause: unknown) => this.report('a logout token could not be sent', cause)),
        ),
      );
      if (due.length < atOnce) return;
    }
  }

  /** Resolves when nothing is being sent. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #try({ id, document, attempts }: Delivery): Promise<void> {
    const { audit, deliveries, clock } = this.services();
    const notice = document as LogoutNotice;
    // The last attempt broke off before it could give the client up; it is not tried for ever.
    if (attempts > pauses.length + 1) {
      audit.record({ type: 'logout_token_given_up', client_id: notice.client });
      return deliveries.remove(id);
    }
    const outcome = await this.#post(notice);
    if (outcome.is !== 'refused') {
      if (outcome.is === 'taken') audit.record({ type: 'logout_token_taken', client_id: notice.client });
      return deliveries.remove(id);
    }
    const { reason } = outcome;
    audit.record({ type: 'logout_token_refused', client_id: notice.client, detail: { reason, attempts } });
    const pause = pauses[attempts - 1];
    if (pause !== undefined) return deliveries.postpone(id, clock.now() + pause);
    audit.record({ type: 'logout_token_given_up', client_id: notice.client });
    this.report(`the client ${notice.client} was not told of a logout`, new Error(reason));
    await deliveries.remove(id);
  }

  async #post({ client: name, sub, sid }: LogoutNotice): Promise<Outcome> {
    const services = this.services();
    try {
      const client = await servedClient(name, services);
      const uri = client?.told_of_logout === 'oidc_back_channel' ? client.backchannel_logout_uri : undefined;
      if (!client || uri === undefined) return { is: 'nobody' };
      const ofSession = client.backchannel_logout_session_required ? { sid } : {};
      const token = await logoutToken({ client, sub, ...ofSession }, services);
      if (token === undefined) return refused('no key fits the client’s id_token_signed_response_alg');
      const { status } = await services.fetcher.send(uri, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ logout_token: token }).toString(),
        ...client.backchannel_logout_limits,
      });
      // §2.8; 204 is what some frameworks make of an empty 200.
      return status === 200 || status === 204 ? { is: 'taken' } : refused(`the client answered with status ${status}`);
    } catch (error) {
      if (error instanceof FetchFailed || error instanceof SignatureUnavailable) return refused(error.message);
      throw error;
    }
  }
}

function refused(reason: string): Outcome {
  return { is: 'refused', reason };
}
