import { isDeepStrictEqual } from 'node:util';
import { type Scope, ours, scopeNamed } from '@clientele/client-schema';
import { answerWithCode } from '../authorization/answer.js';
import { checkUser, decideNext } from '../authorization/decide.js';
import {
  type Interaction,
  findInteraction,
  interactionPath,
  newInteractionId,
  saveInteraction,
  startInteraction,
  takeInteraction,
} from '../authorization/interaction.js';
import { checkRedirectUri } from '../authorization/target.js';
import { type Context } from '../context.js';
import { TooManyRequests } from '../errors.js';
import { type Parameters, type ProtocolResponse, seeOther } from '../http.js';
import { boxOf, consentPage, isOptional } from '../pages/consent.js';
import { languageFor } from '../pages/messages.js';
import { signInPage } from '../pages/sign-in.js';
import { type Account } from '../ports/account-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { randomToken } from '../secrets.js';
import { type Session, findSession, startSession } from '../sessions.js';
import { type ProtocolRule } from '../steps.js';
import { type Attempt, guessLimits } from '../throttle.js';
import { type Endpoint } from './endpoint.js';
import { parseQuery, readForm } from './form.js';

const interactionIsOpen: ProtocolRule = {
  id: 'interaction-is-open',
  spec: ours('sign-in'),
  error: 'invalid_request',
  description: 'this sign-in has expired or was completed already; go back to the application and start again',
  sentence: 'The sign-in has expired, was completed already, or was started in another browser.',
};

const formIsOurs: ProtocolRule = {
  ...interactionIsOpen,
  id: 'form-is-ours',
  sentence: 'The form was not the one that this server showed last.',
};

const consentWasShown: ProtocolRule = {
  ...interactionIsOpen,
  id: 'consent-was-shown',
  sentence: 'The answer came from somebody who was not shown the consent page of this request.',
};

const userAllows: ProtocolRule = {
  id: 'user-allows',
  spec: ours('sign-in'),
  error: 'access_denied',
  description: 'the user denied the request',
  sentence: 'The user was asked for consent and chose “Deny”.',
};

/** The sign-in and consent pages of one authorization request. */
export const interaction: Endpoint = {
  path: '/interaction/',
  prefix: true,
  spec: ours('sign-in'),
  methods: ['GET', 'POST'],
  answers: 'page',
  cors: 'none',

  async handle(context) {
    const { request, steps } = context;
    steps.ui_locales = parseQuery(context).values.get('ui_locales');
    const id = request.path.slice('/interaction/'.length);
    const open = steps.need(interactionIsOpen, await findInteraction(id, context));
    steps.client_id = open.request.client_id;
    if (open.browser === null) return claim(id, context);
    const known = await context.registry.client(open.request.client_id);
    const client = steps.need(
      interactionIsOpen,
      known?.enabled && known.id === open.request.client ? known : undefined,
    );
    // The user may have taken so long that the address was struck off meanwhile.
    checkRedirectUri(open.request.answerTo, client, steps);
    if (request.method === 'GET') return show(id, open, client, await findSession(context), context);

    const form = readForm(context);
    steps.hold(formIsOurs, form.get('form_token') === open.formToken);
    const action = form.get('action');
    if (action === 'sign-in') return signIn(id, open, client, form, context);
    return decide(id, open, action === 'allow' ? form : undefined, client, context);
  },
};

/** The request was posted from elsewhere: it belongs to the one browser that follows the redirect first. */
async function claim(id: string, context: Context): Promise<ProtocolResponse> {
  const { steps } = context;
  steps.hold(formIsOurs, context.request.method === 'GET');
  const { request } = steps.need(interactionIsOpen, await takeInteraction(id, context));
  return startInteraction(request, context);
}

/** The page that the request needs next, or its answer. */
async function show(
  id: string,
  open: Interaction,
  client: RegisteredClient,
  session: Session | undefined,
  context: Context,
): Promise<ProtocolResponse> {
  const { request } = open;
  // With prompt=none it is the client that hears that there would have to be a page.
  context.steps.refuseTo = request;
  const next = await decideNext(request, client, session, open.progress, context);
  context.steps.refuseTo = undefined;
  if (next.page === null) return finish(id, client, next.session, next.scope, context);

  const view = {
    client,
    redirectUri: request.answerTo,
    action: interactionPath(id, request),
    formToken: open.formToken,
    language: languageFor(request.language),
  };
  if (next.page === 'sign-in') return signInPage({ ...view, username: request.login_hint ?? '' });
  const shown = { sub: next.account.sub, scope: next.scope };
  // Not for a page that is only loaded again: it could come back to life after it was answered in another window.
  if (!isDeepStrictEqual(open.shown, shown)) await saveInteraction(id, { ...open, shown }, context);
  const { scopes } = await context.registry.server();
  return consentPage({
    ...view,
    username: next.account.username,
    scopes: scopeItems(scopes, next.scope),
  });
}

/** The scopes of a request as the user is asked for them, in the order in which the server lists them. */
function scopeItems(known: readonly Scope[], names: readonly string[]): readonly Scope[] {
  const literal = known.filter(({ name, dynamic }) => !dynamic && names.includes(name));
  const fitting = names.flatMap((name) => {
    const scope = scopeNamed(known, name);
    if (!scope?.dynamic) return [];
    return [{ ...scope, name, description: scope.description === null ? null : `${scope.description} (${name})` }];
  });
  return [...literal, ...fitting];
}

async function signIn(
  id: string,
  open: Interaction,
  client: RegisteredClient,
  form: Parameters,
  context: Context,
): Promise<ProtocolResponse> {
  const { accounts, audit, clock, request, steps, throttle } = context;
  const username = form.get('username') ?? '';
  const language = languageFor(open.request.language);
  const again = {
    client,
    redirectUri: open.request.answerTo,
    action: interactionPath(id, open.request),
    formToken: open.formToken,
    username,
    language,
  };
  // As the accounts compare names: another case or composition is no other target.
  const attempt = throttle.attempt(() => guessLimits(`account ${username.normalize('NFC').toLowerCase()}`, request));
  try {
    await attempt.count();
  } catch (error) {
    if (!(error instanceof TooManyRequests)) throw error;
    return signInPage({
      ...again,
      fault: 'too_many',
      status: 429,
      headers: { 'retry-after': String(error.retryAfter) },
    });
  }
  const account = await judged(attempt, () => accounts.authenticate(username, form.get('password') ?? ''));
  if (!account) {
    audit.record({ type: 'sign_in_failed', client_id: client.client_id });
    return signInPage({ ...again, fault: 'wrong_credentials', status: 400 });
  }
  audit.record({ type: 'signed_in', client_id: client.client_id });
  const { sub, sign_in_epoch } = account;
  const session: Session = { sub, sign_in_epoch, auth_time: clock.now(), amr: ['pwd'] };
  // It goes on under another id: one that was finished in another window meanwhile must not come back to life.
  steps.need(interactionIsOpen, await takeInteraction(id, context));
  steps.refuseTo = open.request;
  checkUser(open.request, client, account, context);
  const headers = { 'set-cookie': await startSession(session, context) };
  const progress = { ...open.progress, signedIn: true };
  const next = await decideNext(open.request, client, session, progress, context);
  if (next.page === null) return answerWithCode(open.request, session, next.scope, client, context, headers);
  const nextId = newInteractionId();
  await saveInteraction(nextId, { ...open, formToken: randomToken(16), progress }, context);
  // The consent page has an address to reload: it is shown by a GET, RFC 9110 §15.4.4.
  return seeOther(interactionPath(nextId, open.request), headers);
}

/** What is right, or could not be judged, is no failure. */
async function judged(
  attempt: Attempt,
  authenticate: () => Promise<Account | undefined>,
): Promise<Account | undefined> {
  try {
    const account = await authenticate();
    if (account) await attempt.giveBack();
    return account;
  } catch (error) {
    await attempt.abandon();
    throw error;
  }
}

/**
 * The user's answer on the consent page. What counts is what the page showed; all that the form can say is less.
 * @param allowed the form; undefined: the user denied
 */
async function decide(
  id: string,
  { shown, progress, request }: Interaction,
  allowed: Parameters | undefined,
  client: RegisteredClient,
  context: Context,
): Promise<ProtocolResponse> {
  const { steps, grants } = context;
  const session = steps.need(interactionIsOpen, await findSession(context));
  const consent = steps.need(consentWasShown, shown?.sub === session.sub ? shown : undefined);
  steps.refuseTo = request;
  const next = await decideNext(request, client, session, progress, context);
  if (next.page === 'sign-in') return seeOther(interactionPath(id, request));
  steps.refuseTo = undefined;
  steps.need(interactionIsOpen, await takeInteraction(id, context));
  steps.refuseTo = request;
  const form = steps.need(userAllows, allowed);
  const scope = consent.scope.filter(
    (name) => next.scope.includes(name) && (!isOptional(name, client) || form.has(boxOf(name))),
  );
  await grants.rememberConsent(client.id, session.sub, scope);
  return answerWithCode(request, session, scope, client, context);
}

async function finish(
  id: string,
  client: RegisteredClient,
  session: Session,
  scope: readonly string[],
  context: Context,
  headers: Record<string, string | string[]> = {},
): Promise<ProtocolResponse> {
  const open = context.steps.need(interactionIsOpen, await takeInteraction(id, context));
  return answerWithCode(open.request, session, scope, client, context, headers);
}
