import { isDeepStrictEqual } from 'node:util';
import { type Scope, ours, scopeNamed } from '@clientele/client-schema';
import { type Permitted, answerAsAsked } from '../authorization/answer.js';
import { choiceOf, choosableAccounts, sessionFor } from '../authorization/browser-accounts.js';
import { agreementTo } from '../authorization/consentors.js';
import { type Progress, decideNext } from '../authorization/decide.js';
import {
  findInteraction,
  interactionPath,
  newInteractionId,
  saveInteraction,
  startInteraction,
  takeInteraction,
} from '../authorization/interaction.js';
import { complete } from '../authorization/pushed-request.js';
import { orStartOver } from '../authorization/start-over.js';
import {
  type Resumed,
  askToSignIn,
  goToProvider,
  interactionIsOpen,
  resume,
  signInWithPassword,
} from '../authorization/sign-in.js';
import { permittedDetails } from '../authorization-details/requested-details.js';
import { allowedClaims, claimsBeyond, consentTo } from '../claims-request/requested-claims.js';
import { type Context } from '../context.js';
import { isDid } from '../did.js';
import { type Parameters, type ProtocolResponse, seeOther } from '../http.js';
import { accountsPage } from '../pages/accounts.js';
import { boxOf, consentPage, isOptional } from '../pages/consent.js';
import { detailList } from '../pages/details.js';
import { languageFor } from '../pages/messages.js';
import { termsPage } from '../pages/terms.js';
import { type RegisteredClient } from '../registered-client.js';
import { randomToken } from '../secrets.js';
import { type Session } from '../session.js';
import { preferSession } from '../sessions.js';
import { type ProtocolRule } from '../steps.js';
import { clientNamed } from '../wallets.js';
import { type Endpoint } from './endpoint.js';
import { parseQuery, readForm } from './form.js';

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

const userAgrees: ProtocolRule = {
  ...userAllows,
  id: 'user-agrees',
  sentence: 'The user was asked to agree to the terms of a consentor, and did not.',
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
    const { values } = parseQuery(context);
    steps.ui_locales = values.get('ui_locales');
    const chosen = values.get('with');
    const id = request.path.slice('/interaction/'.length);
    const found = await findInteraction(id, context);
    const named = found ? undefined : await clientOfAddress(values.get('client_id'), context);
    const open = orStartOver(named, steps, () => steps.need(interactionIsOpen, found));
    steps.client_id = open.request.client_id;
    if (open.browser === null) return claim(id, context);
    const resumed = await resume(id, open, context);
    if (request.method === 'GET') {
      return chosen === undefined ? show(resumed, context) : goToProvider(resumed, chosen, context);
    }

    const form = readForm(context);
    steps.hold(formIsOurs, form.get('form_token') === open.formToken);
    const action = form.get('action');
    if (action === 'sign-in') return signInWithPassword(resumed, form, context);
    if (action === 'accounts') return goOnAs(resumed, {}, context);
    const account = form.get('account');
    if (account !== undefined || action === 'another') return chooseAccount(resumed, account, context);
    if (action === 'agree' || action === 'disagree') return agree(resumed, action === 'agree', context);
    return decide(resumed, action === 'allow' ? form : undefined, context);
  },
};

/** The client of an interaction that is no more, as its address names it; undefined: none that is known. */
async function clientOfAddress(client_id: string | undefined, context: Context): Promise<RegisteredClient | undefined> {
  // A DID is no application that could be started.
  const client = client_id === undefined || isDid(client_id) ? undefined : await clientNamed(client_id, context);
  if (client) context.steps.client_id = client.client_id;
  return client;
}

/** The request was posted from elsewhere: it belongs to the one browser that follows the redirect first. */
async function claim(id: string, context: Context): Promise<ProtocolResponse> {
  const { steps } = context;
  steps.hold(formIsOurs, context.request.method === 'GET');
  const { request } = steps.need(interactionIsOpen, await takeInteraction(id, context));
  return startInteraction(request, context);
}

/** The page that the request needs next, or its answer. */
async function show(resumed: Resumed, context: Context): Promise<ProtocolResponse> {
  const { id, open, client } = resumed;
  const { request } = open;
  const session = await sessionFor(request, client, open.progress, context);
  // With prompt=none it is the client that hears that there would have to be a page.
  context.steps.refuseTo = request;
  const next = await decideNext(request, client, session, open.progress, context);
  context.steps.refuseTo = undefined;
  if (next.page === null) return finish(id, client, next.session, next.permitted, context);

  if (next.page === 'sign-in') {
    const chosen = open.progress.account === session?.id ? session : undefined;
    const account = chosen && (await context.accounts.find(chosen.sub));
    return askToSignIn(resumed, next.authenticators, account && { username: account.username });
  }
  const view = {
    client,
    redirectUri: request.answerTo,
    action: interactionPath(id, request),
    formToken: open.formToken,
    language: languageFor(request.language),
  };
  if (next.page === 'accounts') return accountsPage({ ...view, accounts: next.accounts });
  if (next.page === 'terms') {
    const shownTerms = { sub: next.account.sub, agreement: agreementTo(next.consentor) };
    if (!isDeepStrictEqual(open.shownTerms, shownTerms)) await saveInteraction(id, { ...open, shownTerms }, context);
    return termsPage({ ...view, consentor: next.consentor });
  }
  const shown = { sub: next.account.sub, ...next.permitted };
  // Not for a page that is only loaded again: it could come back to life after it was answered in another window.
  if (!isDeepStrictEqual(open.shown, shown)) await saveInteraction(id, { ...open, shown }, context);
  const server = await context.registry.server();
  const { scopes, authorization_detail_types } = server;
  return consentPage({
    ...view,
    username: next.account.username,
    scopes: scopeItems(scopes, next.permitted.scope),
    claims: claimsBeyond(next.permitted.scope, next.permitted.claims, server),
    details: detailList(next.permitted.authorization_details, authorization_detail_types),
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

/** The user's answer on the page of accounts. @param chosen undefined: the user wants to sign in with another one */
async function chooseAccount(
  { id, client, open }: Resumed,
  chosen: string | undefined,
  context: Context,
): Promise<ProtocolResponse> {
  const { request } = open;
  const known = await choosableAccounts(request, client, context);
  const one = known.find((account) => choiceOf(account) === chosen);
  // One that has signed out meanwhile, in another window, is no longer on the page that comes next.
  if (chosen !== undefined && !one) return seeOther(interactionPath(id, request));
  const setCookie = one && (await preferSession(one.session.id, context));
  const headers: Record<string, string> = setCookie === undefined ? {} : { 'set-cookie': setCookie };
  return goOnAs({ id, client, open }, one ? { account: one.session.id } : { wantsAnother: true }, context, headers);
}

/**
 * The request goes on for whomever the user chose, who has done nothing for it yet: a sign-in counts for whoever signed
 * in. Under another id, so that one that was finished in another window meanwhile does not come back to life.
 */
async function goOnAs(
  { id, open }: Resumed,
  choice: Pick<Progress, 'account' | 'wantsAnother'>,
  context: Context,
  headers: Record<string, string> = {},
): Promise<ProtocolResponse> {
  context.steps.need(interactionIsOpen, await takeInteraction(id, context));
  const nextId = newInteractionId();
  const progress = { signedIn: false, consented: false, ...choice };
  await saveInteraction(nextId, { ...open, formToken: randomToken(16), progress }, context);
  return seeOther(interactionPath(nextId, open.request), headers);
}

/** The user's answer on the page of a consentor. What is agreed to is what the page showed. */
async function agree({ id, client, open }: Resumed, agrees: boolean, context: Context): Promise<ProtocolResponse> {
  const { steps, grants } = context;
  const { shownTerms, request, progress } = open;
  const session = steps.need(interactionIsOpen, await sessionFor(request, client, progress, context));
  const shown = steps.need(consentWasShown, shownTerms?.sub === session.sub ? shownTerms : undefined);
  if (!agrees) {
    steps.need(interactionIsOpen, await takeInteraction(id, context));
    await complete(request, context);
    steps.refuseTo = request;
    steps.refuse(userAgrees);
  }
  await grants.rememberConsent(client.id, session.sub, [shown.agreement]);
  return seeOther(interactionPath(id, request));
}

/**
 * The user's answer on the consent page. What counts is what the page showed; all that the form can say is less.
 * @param allowed the form; undefined: the user denied
 */
async function decide(
  { id, client, open: { shown, progress, request } }: Resumed,
  allowed: Parameters | undefined,
  context: Context,
): Promise<ProtocolResponse> {
  const { steps, grants, registry } = context;
  const session = steps.need(interactionIsOpen, await sessionFor(request, client, progress, context));
  const consent = steps.need(consentWasShown, shown?.sub === session.sub ? shown : undefined);
  steps.refuseTo = request;
  const next = await decideNext(request, client, session, progress, context);
  if (next.page !== null && next.page !== 'consent') return seeOther(interactionPath(id, request));
  steps.refuseTo = undefined;
  steps.need(interactionIsOpen, await takeInteraction(id, context));
  if (!allowed) await complete(request, context);
  steps.refuseTo = request;
  const form = steps.need(userAllows, allowed);
  const scope = consent.scope.filter(
    (name) => next.permitted.scope.includes(name) && (!isOptional(name, client) || form.has(boxOf(name))),
  );
  const server = await registry.server();
  const named = claimsBeyond(consent.scope, consent.claims, server);
  await grants.rememberConsent(client.id, session.sub, [...scope, ...named.map(consentTo)]);
  const authorization_details = permittedDetails(consent.authorization_details, client, server);
  const claims = allowedClaims(consent.claims, scope, named, server);
  return answerAsAsked({ request, client, session, permitted: { scope, authorization_details, claims } }, context);
}

async function finish(
  id: string,
  client: RegisteredClient,
  session: Session,
  permitted: Permitted,
  context: Context,
): Promise<ProtocolResponse> {
  const open = context.steps.need(interactionIsOpen, await takeInteraction(id, context));
  return answerAsAsked({ request: open.request, client, session, permitted }, context);
}
