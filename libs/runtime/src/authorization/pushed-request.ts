import { type Settings, rfc } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type Parameters } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { digestOf, randomToken } from '../secrets.js';
import { rulesOf } from '../steps.js';
import { sourceOf } from '../throttle.js';

/** What every request_uri of this server begins with, RFC 9126 §2.2. */
const prefix = 'urn:ietf:params:oauth:request_uri:';

/** Seconds for which it is known that a request was completed: longer than anybody thinks about one. */
const remembered = 86_400;

const invalidRequest = rulesOf('invalid_request');
const invalidRequestUri = rulesOf('invalid_request_uri');

export const requestMayBePushed = invalidRequest(
  'request-may-be-pushed',
  rfc(9126, '5'),
  'this server takes no pushed requests',
  'The server’s par_status is disabled, so that no request can be pushed.',
);
const requestIsPushed = invalidRequest(
  'request-is-pushed',
  rfc(9126, '6'),
  'the request must be pushed to this server first',
  'The client, or every client of this server, must push its authorization requests; this one came by the browser alone.',
);
const requestUriIsKnown = invalidRequestUri(
  'request-uri-is-known',
  rfc(9126, '2.2'),
  'request_uri is unknown or has expired',
  'No pushed request of this client has this request_uri; it may have expired.',
);
const requestIsNotCompleted = invalidRequestUri(
  'request-is-not-completed',
  rfc(9126, '4'),
  'request_uri was used before',
  'The pushed request was answered before: each is for one answer.',
);

/** A request that waits for the browser. JSON. */
interface PushedRequest {
  /** Internal id of the client. */
  readonly client: string;
  /** What is to be decided, as it was pushed, and nothing beside that. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Whether it was a signed request object. */
  readonly signed: boolean;
}

/** A request that was pushed. */
export interface Pushed {
  readonly parameters: Parameters;
  /** Names it among those that are completed. */
  readonly key: string;
  /** Whether it was a signed request object. */
  readonly signed: boolean;
}

/**
 * How many requests per window are kept that came from one source without client authentication: it costs nothing to make
 * one, and each may be as large as a body.
 */
const mostPerSource = 300;

/** What the authorization endpoint reads. Nothing else is kept: no credentials, and nothing that would only take room. */
const kept: ReadonlySet<string> = new Set([
  'acr_values',
  'authorization_details',
  'claims',
  'client_id',
  'code_challenge',
  'code_challenge_method',
  'dpop_jkt',
  'id_token_hint',
  'login_hint',
  'max_age',
  'nonce',
  'prompt',
  'redirect_uri',
  'resource',
  'response_mode',
  'response_type',
  'scope',
  'state',
  'ui_locales',
]);

export function isPushedUri(request_uri: string): boolean {
  return request_uri.startsWith(prefix);
}

/** Counts a request that anybody could have pushed. @throws TooManyRequests */
export async function countPushed({ request, throttle }: Context): Promise<void> {
  await throttle.count([{ key: `pushed ${sourceOf(request.peer.address)}`, failures: mostPerSource }]);
}

/** Keeps a request until the browser comes. @returns the request_uri */
export async function keepPushed(
  parameters: Parameters,
  signed: boolean,
  client: RegisteredClient,
  { artifacts, clock }: Context,
): Promise<string> {
  const request_uri = `${prefix}${randomToken()}`;
  const pushed: PushedRequest = {
    client: client.id,
    parameters: [...parameters].filter(([name]) => kept.has(name)),
    signed,
  };
  const expires_at = clock.now() + client.pushed_authorization_request_ttl;
  await artifacts.put('pushed_request', digestOf(request_uri), pushed, expires_at);
  return request_uri;
}

/** The request behind a request_uri, which may be looked at until it is answered. @throws OAuthError */
export async function findPushed(
  request_uri: string,
  client: RegisteredClient,
  { artifacts, steps }: Context,
): Promise<Pushed> {
  const key = digestOf(request_uri);
  const pushed = await artifacts.get<PushedRequest>('pushed_request', key);
  const { parameters, signed } = steps.need(requestUriIsKnown, pushed?.client === client.id ? pushed : undefined);
  steps.hold(requestIsNotCompleted, (await artifacts.get('completed_request', key)) === undefined);
  return { parameters: new Map(parameters), key, signed };
}

/** RFC 9126 §5 and §6: whether the request has to be pushed, as the client or the whole server wants it. @throws OAuthError */
export function checkWasPushed(
  wasPushed: boolean,
  { require_pushed_authorization_requests }: RegisteredClient,
  { par_status }: Settings,
  { steps }: Context,
): void {
  const isRequired = require_pushed_authorization_requests || par_status === 'required';
  // Neither can what was pushed before it was switched off be used, nor a client that must push do anything.
  if (isRequired || wasPushed)
    steps.hold(requestMayBePushed, par_status !== 'disabled', { sent: null, registered: 'enabled' });
  steps.hold(requestIsPushed, wasPushed || !isRequired);
}

/** Marks a pushed request as answered; of many at once exactly one succeeds. @throws OAuthError for the others */
export async function complete(
  { pushed }: { readonly pushed?: string },
  { artifacts, clock, steps }: Context,
): Promise<void> {
  if (pushed === undefined) return;
  const first = await artifacts.putOnce('completed_request', pushed, true, clock.now() + remembered);
  // It was answered, and the client does not want to hear of it twice.
  if (!first) steps.refuseTo = undefined;
  steps.hold(requestIsNotCompleted, first);
}
