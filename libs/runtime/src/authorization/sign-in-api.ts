import { type Authenticator, firstPartyApps, ours } from '@clientele/client-schema';
import { choicesOf } from '../authenticators/choices.js';
import { authenticateByPassword } from '../authenticators/password.js';
import { attestedKey } from '../client-authentication/attestation.js';
import { authenticateClient } from '../client-authentication/index.js';
import { type Context } from '../context.js';
import { hasProof, proofIsSent, readProvenKey } from '../dpop/proof.js';
import {
  type ParsedParameters,
  type Parameters,
  type ProtocolRequest,
  type ProtocolResponse,
  header,
  json,
} from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { type Decided } from '../response-types/response-part.js';
import { digestOf, randomToken } from '../secrets.js';
import { type Session } from '../session.js';
import { browserId, presentBrowserId, sessionApart, startSession } from '../sessions.js';
import { type ProtocolRule, rulesOf } from '../steps.js';
import { askedByBrowser } from './asked.js';
import { boundTo } from './bound-request.js';
import { sessionFor } from './browser-accounts.js';
import { type Progress, decideNext } from './decide.js';
import { countWaiting } from './interaction.js';
import { keepPushed } from './pushed-request.js';
import { type AuthorizationRequest, checkRequest } from './request.js';
import { signInApiIsAllowed } from './response-mode.js';
import { admit } from './sign-in.js';
import { checkRedirectUri, parameterIsNotRepeated, targetOf } from './target.js';

/** Seconds for which the user may think. */
const lifetime = 1800;

const invalidRequest = rulesOf('invalid_request');

const clientIsFirstParty: ProtocolRule = {
  ...signInApiIsAllowed,
  id: 'sign-in-api-is-for-first-parties',
  spec: firstPartyApps('9.1'),
  sentence:
    'The client’s first_party is off, or it is known by a document of its own alone: users give their passwords to no application of somebody else.',
};
const cookieIsSent = invalidRequest(
  'sign-in-api-cookie-is-sent',
  ours('redirectless'),
  'send the cookies of the first answer with every further request',
  'The request goes on with a sign-in, but has not the cookie that came with its first answer. A client that keeps no cookies needs allow_cookieless_authentication_api.',
);
const callerIsNoPage = invalidRequest(
  'sign-in-api-cookies-are-not-for-pages',
  ours('redirectless'),
  'a browser sent the request: the sign-in API keeps cookies for installed applications alone',
  'The request has the header Origin or Sec-Fetch-Site, as a page in a browser sends it, and its answer would set cookies there: any site could sign a user in to an account of its own. Scripts in a page need allow_cookieless_authentication_api.',
);
const sessionIsOpen = rulesOf('invalid_session')(
  'auth-session-is-open',
  firstPartyApps('5.2.2'),
  'auth_session is unknown, has expired, or belongs to another application or device',
  'The auth_session is unknown, has expired, was completed, or was given to another client, key or holder of cookies.',
);
const consentIsBypassed: ProtocolRule = {
  id: 'sign-in-api-asks-for-no-consent',
  spec: ours('redirectless'),
  error: 'consent_required',
  description: 'the user must consent, and the sign-in API has no page for that',
  sentence: 'The client’s bypass_consent is not on, though the sign-in API has no consent page.',
};

/** Who sends requests to the sign-in API. */
export interface Caller {
  readonly client: RegisteredClient;
  /** The thumbprint of the key that a DPoP proof shows to be held. */
  readonly jkt: string | undefined;
  /** Digest of every key that the application has shown to hold: further requests must come from the same device. */
  readonly device: string;
}

/** A sign-in that is under way. JSON. */
interface Challenge {
  readonly request: AuthorizationRequest;
  /** Of the caller. */
  readonly device: string;
  /** Digest of the id in the cookie of whoever began it. Null: it goes on without cookies. */
  readonly browser: string | null;
  readonly progress: Progress;
  /** Seconds since 1970. */
  readonly expires_at: number;
}

/** What the application has to ask its user for. */
export interface Step {
  /** Names the sign-in in the next request. */
  readonly auth_session: string;
  /** In seconds. */
  readonly expires_in: number;
  readonly step: 'password';
  /** What the next request must have. */
  readonly parameters: readonly string[];
  /** Whom the application said that it expects. */
  readonly login_hint?: string;
  /** What was wrong with the last try. */
  readonly fault?: 'wrong_credentials';
}

/** How one of the ways to the sign-in API puts what it has to say. */
export interface Door {
  /** @throws OAuthError for what cannot be had here */
  check(request: AuthorizationRequest, context: Context): void;
  step(step: Step, headers: Headers): ProtocolResponse;
  answer(decided: Decided, headers: Headers, context: Context): Promise<ProtocolResponse>;
}

type Headers = Record<string, string | string[]>;

/**
 * One request of an application that asks its user for credentials itself: it begins a sign-in, or goes on with one.
 * @param sent with the credentials of the client and of the user, where it has any
 * @throws OAuthError; TooManyRequests
 */
export async function challenge(sent: ParsedParameters, door: Door, context: Context): Promise<ProtocolResponse> {
  const { steps } = context;
  steps.hold(parameterIsNotRepeated, sent.repeated.size === 0, () => ({ sent: [...sent.repeated].join(' ') }));
  const caller = await callerOf(sent.values, context);
  const auth_session = sent.values.get('auth_session');
  const headers = new Map<string, string | string[]>();
  const found =
    auth_session === undefined
      ? { id: undefined, ...(await beginSignIn(sent, caller, door, headers, context)) }
      : { id: auth_session, parameters: undefined, open: await resume(auth_session, caller, context) };
  const signIn = new SignIn(found.id, found.open, caller.client, found.parameters, headers, door, context);
  return sent.values.has('username') ? signIn.withPassword(sent.values) : signIn.goOn();
}

/** @throws OAuthError for everybody else than the client on a device of its own */
async function callerOf(form: Parameters, context: Context): Promise<Caller> {
  const { steps } = context;
  steps.givesNonce = true;
  const { client } = await authenticateClient(form, context);
  steps.hold(signInApiIsAllowed, client.allow_redirectless_authentication, {
    suggestion: { set: { allow_redirectless_authentication: true } },
  });
  steps.hold(clientIsFirstParty, client.first_party && client.document_host === undefined);
  if (!client.cookieless)
    steps.hold(callerIsNoPage, !isOfPage(context.request), {
      suggestion: { set: { allow_cookieless_authentication_api: true } },
    });
  steps.hold(proofIsSent, hasProof(context) || !client.dpop_bound_access_tokens);
  const nonces = { dpop_nonce_required: !client.redirectless_use_legacy_dpop };
  const jkt = hasProof(context) ? await readProvenKey(context, undefined, client, nonces) : undefined;
  // Its proof counts once: it is looked at last, so that it lasts until the nonce is there that DPoP asks for.
  const instance = client.redirectless_allow_without_attestation ? '' : await attestedKey(client, context);
  return { client, jkt, device: digestOf(`${instance} ${jkt ?? ''}`) };
}

/** Whether a page in a browser sent the request, be it by a form: WHATWG Fetch §3.2, Fetch Metadata §2.4. */
function isOfPage(request: ProtocolRequest): boolean {
  return ['origin', 'sec-fetch-site'].some((name) => header(request, name) !== undefined);
}

/** Reads a request for a sign-in as the authorization endpoint does. @throws OAuthError */
export async function beginSignIn(
  sent: ParsedParameters,
  { client, jkt, device }: Caller,
  door: Pick<Door, 'check'>,
  headers: Map<string, string | string[]>,
  context: Context,
): Promise<{ open: Challenge; parameters: Parameters }> {
  const values = new Map(sent.values).set('client_id', client.client_id);
  const { pushed, ...asked } = await askedByBrowser({ ...sent, values }, client, context);
  const whole = { ...asked, values: new Map(asked.values).set('response_mode', 'redirectless') };
  const parameters = jkt === undefined ? whole : boundTo(jkt, whole, context);
  const target = targetOf(parameters, client, { wasPushed: pushed !== undefined }, context.steps);
  const checked = await checkRequest(parameters, target, context);
  door.check(checked, context);
  const begun = {
    request: askedAnew(pushed === undefined ? checked : { ...checked, pushed }),
    device,
    progress: { signedIn: false, consented: false },
    expires_at: context.clock.now() + lifetime,
  };
  if (client.cookieless) return { open: { ...begun, browser: null }, parameters: parameters.values };
  const { id, setCookie } = browserId(context.request, context);
  if (setCookie !== undefined) headers.set('set-cookie', setCookie);
  return { open: { ...begun, browser: digestOf(id) }, parameters: parameters.values };
}

/** An application chooses among accounts itself: where it asks to, it asks for credentials. */
function askedAnew(request: AuthorizationRequest): AuthorizationRequest {
  return { ...request, prompt: request.prompt.map((word) => (word === 'select_account' ? 'login' : word)) };
}

/** @throws OAuthError invalid_session for another device, or what is over; invalid_request without the cookie */
async function resume(auth_session: string, { client, device }: Caller, context: Context): Promise<Challenge> {
  const { artifacts, steps, request } = context;
  const open = steps.need(sessionIsOpen, await artifacts.get<Challenge>('challenge', digestOf(auth_session)));
  steps.hold(sessionIsOpen, open.request.client === client.id && open.device === device);
  // It may have been struck off meanwhile.
  const { answerTo, pushed } = open.request;
  if (answerTo !== '') checkRedirectUri(answerTo, client, { wasPushed: pushed !== undefined }, steps);
  if (open.browser === null) {
    steps.hold(cookieIsSent, client.cookieless);
    return open;
  }
  const browser = steps.need(cookieIsSent, presentBrowserId(request, context));
  steps.hold(sessionIsOpen, open.browser === digestOf(browser));
  return open;
}

function hasPassword(authenticators: readonly Authenticator[]): boolean {
  return authenticators.some(({ kind }) => kind === 'password');
}

/** One sign-in, from a request of the application to its answer. */
class SignIn {
  /** @param id undefined: it has only begun, and nothing is kept of it yet */
  constructor(
    private id: string | undefined,
    private open: Challenge,
    private readonly client: RegisteredClient,
    private readonly parameters: Parameters | undefined,
    private readonly headers: Map<string, string | string[]>,
    private readonly door: Door,
    private readonly context: Context,
  ) {}

  /** The request has a name and a password. */
  async withPassword(form: Parameters): Promise<ProtocolResponse> {
    const { context, client, open } = this;
    const { offered } = await choicesOf(client, context);
    if (offered.length > 0 && !hasPassword(offered)) return this.#sendToBrowser();
    const sent = { username: form.get('username') ?? '', password: form.get('password') ?? '' };
    const user = await authenticateByPassword(client, sent, context);
    if (!user) return this.#ask({ fault: 'wrong_credentials' });
    await this.#take();
    const who = await admit(user, open.request, client, context);
    if (open.browser === null) return this.#signedIn(sessionApart(who, context));
    const { session, setCookie } = await startSession(who, context);
    this.headers.set('set-cookie', [...[this.headers.get('set-cookie') ?? []].flat(), setCookie]);
    return this.#signedIn(session);
  }

  #signedIn(session: Session): Promise<ProtocolResponse> {
    this.open = { ...this.open, progress: { ...this.open.progress, signedIn: true, account: session.id } };
    return this.#decide(session);
  }

  /** The request has no credentials: what is needed is asked for. */
  async goOn(): Promise<ProtocolResponse> {
    const { client, context, open } = this;
    return this.#decide(
      open.browser === null ? undefined : await sessionFor(open.request, client, open.progress, context),
    );
  }

  async #decide(session: Session | undefined): Promise<ProtocolResponse> {
    const { client, context, open, headers } = this;
    const { request, progress } = open;
    const next = await decideNext(request, client, session, progress, context);
    if (next.page === 'sign-in') return this.#askFor(next.authenticators);
    if (next.page !== null) return context.steps.refuse(consentIsBypassed);
    await this.#take();
    const decided = { request, client, session: next.session, permitted: next.permitted };
    return this.door.answer(decided, Object.fromEntries(headers), context);
  }

  #askFor(authenticators: readonly Authenticator[]): Promise<ProtocolResponse> {
    return hasPassword(authenticators) ? this.#ask() : this.#sendToBrowser();
  }

  async #ask(more: Pick<Step, 'fault'> = {}): Promise<ProtocolResponse> {
    const { context, open } = this;
    const { login_hint } = open.request;
    const auth_session = this.id ?? (await this.#keep());
    const step: Step = {
      auth_session,
      expires_in: open.expires_at - context.clock.now(),
      step: 'password',
      parameters: ['username', 'password'],
      ...(login_hint !== undefined && { login_hint }),
      ...more,
    };
    return this.door.step(step, Object.fromEntries(this.headers));
  }

  /** Keeps it until the next request, unless it is kept already: one that was completed must not come back to life. */
  async #keep(): Promise<string> {
    const { context, open } = this;
    await countWaiting(context);
    const auth_session = randomToken();
    await context.artifacts.put('challenge', digestOf(auth_session), open, open.expires_at);
    return auth_session;
  }

  /** Ends what was kept of it; of many at once exactly one goes on. */
  async #take(): Promise<void> {
    if (this.id === undefined) return;
    const { artifacts, steps } = this.context;
    steps.need(sessionIsOpen, await artifacts.take<Challenge>('challenge', digestOf(this.id)));
    this.id = undefined;
  }

  /** Another provider asks for credentials on pages of its own: the application opens a browser with what it asked for. */
  async #sendToBrowser(): Promise<ProtocolResponse> {
    const { client, context, open, parameters } = this;
    const { par_status } = (await context.registry.server()).settings;
    // Without an address there is no way back, and nobody but the client can sign its request anew.
    const mayBePushed =
      par_status !== 'disabled' && open.request.answerTo !== '' && !client.require_signed_request_object;
    const again = new Map(parameters);
    again.delete('response_mode');
    return json(400, {
      error: 'redirect_to_web',
      error_description: 'the user can sign in in a browser only: begin an authorization request there',
      ...(parameters &&
        mayBePushed && {
          request_uri: await keepPushed(again, false, client, context),
          expires_in: client.pushed_authorization_request_ttl,
        }),
    });
  }
}
