import { type Authenticator, oidcCore, ours, rfc } from '@clientele/client-schema';
import { admitsRoles } from '@clientele/client-schema/resources/authenticators';
import { authenticatorIsOffered, choicesOf } from '../authenticators/choices.js';
import { type Expectation, ProviderFailed } from '../authenticators/openid-providers.js';
import { type ProvenUser, authenticateByPassword } from '../authenticators/password.js';
import { type Context } from '../context.js';
import { TooManyRequests } from '../errors.js';
import { type Parameters, type ProtocolResponse, seeOther } from '../http.js';
import { type Messages, languageFor } from '../pages/messages.js';
import { signInPage } from '../pages/sign-in.js';
import { type Account } from '../ports/account-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { digestOf, randomToken } from '../secrets.js';
import { type Session } from '../session.js';
import { startSession } from '../sessions.js';
import { type ProtocolRule } from '../steps.js';
import { answerAsAsked } from './answer.js';
import { checkUser, decideNext } from './decide.js';
import {
  type Interaction,
  countWaiting,
  findInteraction,
  interactionPath,
  newInteractionId,
  saveInteraction,
  takeInteraction,
} from './interaction.js';
import { type AuthorizationRequest } from './request.js';
import { checkRedirectUri } from './target.js';
import { clientNamed } from '../wallets.js';

/** Seconds that a user may stay at another provider. */
const awayFor = 1800;
/** As many authentication methods as are told on of what another provider says. */
const mostMethods = 10;

export const interactionIsOpen: ProtocolRule = {
  id: 'interaction-is-open',
  spec: ours('sign-in'),
  error: 'invalid_request',
  description: 'this sign-in has expired or was completed already; go back to the application and start again',
  sentence: 'The sign-in has expired, was completed already, or was started in another browser.',
};

const signInIsExpected: ProtocolRule = {
  ...interactionIsOpen,
  id: 'provider-answers-once',
  spec: oidcCore('3.1.2.7'),
  sentence: 'The answer of an OpenID Provider belongs to no sign-in that is under way.',
};

const answerIsOfTheProvider: ProtocolRule = {
  ...signInIsExpected,
  id: 'provider-answers-for-itself',
  spec: rfc(9700, '4.4.2.2'),
  sentence: 'The user went to one OpenID Provider and came back to the address that belongs to another.',
};

/** An interaction that goes on, with the client that it is for. */
export interface Resumed {
  readonly id: string;
  readonly open: Interaction;
  readonly client: RegisteredClient;
}

/** A user who is away, at another provider. */
interface Away {
  readonly interaction: string;
  readonly authenticator: string;
  readonly expected: Expectation;
}

/** What was wrong before, and how the page that says so is answered. */
type Failure = { fault?: keyof Messages } & Partial<Pick<ProtocolResponse, 'status' | 'headers'>>;

/** The interaction with its client, if both still stand. @throws OAuthError for the user */
export async function resume(id: string, open: Interaction, context: Context): Promise<Resumed> {
  const { steps } = context;
  const known = await clientNamed(open.request.client_id, context);
  const client = steps.need(interactionIsOpen, known?.enabled && known.id === open.request.client ? known : undefined);
  steps.client_id = client.client_id;
  steps.isOfStranger = client.is_of_stranger;
  // The user may have taken so long that the address was struck off meanwhile.
  const { answerTo, pushed } = open.request;
  checkRedirectUri(answerTo, client, { wasPushed: pushed !== undefined }, steps);
  return { id, open, client };
}

/** The sign-in page with what is offered, and with what was wrong before. */
export function askToSignIn(
  { id, open, client }: Resumed,
  authenticators: readonly Authenticator[],
  { username, fault, ...answer }: { username?: string } & Failure = {},
): ProtocolResponse {
  const { request } = open;
  const action = interactionPath(id, request);
  return signInPage({
    client,
    redirectUri: request.answerTo,
    action,
    formToken: open.formToken,
    language: languageFor(request.language),
    username: username ?? hintOf(open) ?? '',
    withPassword: authenticators.some(({ kind }) => kind === 'password'),
    providers: authenticators
      .filter(({ kind }) => kind === 'oidc')
      .map(({ id: name, name: label }) => ({ label, address: `${action}&with=${encodeURIComponent(name)}` })),
    leadsBackToAccounts: open.progress.wantsAnother === true,
    ...(fault && { fault }),
    ...answer,
  });
}

/** The name that the application expects; undefined: none, or the user wants to be somebody else. */
function hintOf({ request, progress }: Interaction): string | undefined {
  return progress.wantsAnother ? undefined : request.login_hint;
}

/** The user sent a name and a password. */
export async function signInWithPassword(
  resumed: Resumed,
  form: Parameters,
  context: Context,
): Promise<ProtocolResponse> {
  const { client } = resumed;
  const username = form.get('username') ?? '';
  const sent = { username, password: form.get('password') ?? '' };
  const again = async (answer: Failure): Promise<ProtocolResponse> =>
    askToSignIn(resumed, (await choicesOf(client, context)).offered, { username, ...answer });
  try {
    const user = await authenticateByPassword(client, sent, context);
    return user
      ? await completeSignIn(resumed, user, context)
      : await again({ fault: 'wrong_credentials', status: 400 });
  } catch (error) {
    if (!(error instanceof TooManyRequests)) throw error;
    return again({ fault: 'too_many', status: 429, headers: { 'retry-after': String(error.retryAfter) } });
  }
}

/** Sends the user to another provider. */
export async function goToProvider(resumed: Resumed, name: string, context: Context): Promise<ProtocolResponse> {
  const { artifacts, clock, openIdProviders, steps } = context;
  const { open, client } = resumed;
  const { offered } = await choicesOf(client, context);
  const authenticator = steps.need(
    authenticatorIsOffered,
    offered.find(({ id, kind }) => id === name && kind === 'oidc'),
  );
  const { request } = open;
  await countWaiting(context);
  // Whoever must sign in anew here must do so there.
  const anew = client.force_authentication || request.prompt.includes('login');
  const max_age = anew ? 0 : request.max_age;
  const login_hint = hintOf(open);
  try {
    const { address, expected } = await openIdProviders.begin(authenticator, {
      language: request.language,
      ...(max_age !== undefined && { max_age }),
      ...(login_hint !== undefined && { login_hint }),
      // The provider would answer with the account that it has, OpenID Connect Core §3.1.2.1.
      ...(open.progress.wantsAnother && { prompt: 'select_account' }),
    });
    const away: Away = { interaction: resumed.id, authenticator: name, expected };
    await artifacts.put('sign_in_elsewhere', digestOf(expected.state), away, clock.now() + awayFor);
    return seeOther(address);
  } catch (error) {
    return askAgain(resumed, authenticator, error, context);
  }
}

/**
 * The user comes back from another provider.
 * @param name of the authenticator whose address the user comes to
 * @throws OAuthError for the user
 */
export async function returnFromProvider(name: string, query: Parameters, context: Context): Promise<ProtocolResponse> {
  const { accounts, artifacts, openIdProviders, request, steps } = context;
  const state = query.get('state') ?? '';
  const key = digestOf(state);
  const away = steps.need(signInIsExpected, await artifacts.get<Away>('sign_in_elsewhere', key));
  steps.hold(answerIsOfTheProvider, name === away.authenticator, { sent: name, registered: away.authenticator });
  const open = steps.need(interactionIsOpen, await findInteraction(away.interaction, context));
  steps.need(interactionIsOpen, open.browser ?? undefined);
  // Spent only now, by the browser that left: whoever else saw the state can neither use it up nor come in by it.
  steps.need(signInIsExpected, await artifacts.take<Away>('sign_in_elsewhere', key));
  steps.client_id = open.request.client_id;
  steps.ui_locales = open.request.language;
  const resumed = await resume(away.interaction, open, context);
  const { offered } = await choicesOf(resumed.client, context);
  const authenticator = steps.need(
    authenticatorIsOffered,
    offered.find(({ id, kind }) => id === away.authenticator && kind === 'oidc'),
  );
  try {
    const claims = await openIdProviders.finish(authenticator, request.query, away.expected);
    const username = usernameIn(claims, authenticator);
    const account = username === undefined ? undefined : await accounts.findByUsername(username);
    if (!account || !isNameOf(username!, account, authenticator))
      throw new ProviderFailed(`no account has the ${authenticator.username_claim} of the user`);
    if (!admitsRoles(authenticator, account.roles))
      throw new ProviderFailed('the account has a role, and the provider does not vouch for such accounts');
    const { auth_time, amr } = claims;
    const now = context.clock.now();
    const methods = Array.isArray(amr) ? amr.filter(isMethod).slice(0, mostMethods) : [];
    const at = typeof auth_time === 'number' ? Math.min(auth_time, now) : now;
    return await completeSignIn(resumed, { account, authenticator, auth_time: at, amr: methods }, context);
  } catch (error) {
    return askAgain(resumed, authenticator, error, context);
  }
}

/** The user is told that it did not work out, and operators why. @throws what is no failure of the provider */
async function askAgain(
  resumed: Resumed,
  authenticator: Authenticator,
  error: unknown,
  context: Context,
): Promise<ProtocolResponse> {
  if (!(error instanceof ProviderFailed)) throw error;
  context.audit.record({
    type: 'sign_in_failed',
    client_id: resumed.client.client_id,
    detail: { authenticator: authenticator.id, reason: error.message },
  });
  const { offered } = await choicesOf(resumed.client, context);
  return askToSignIn(resumed, offered, { fault: 'provider_failed', status: 400 });
}

/** OpenID Connect Core §5.7: an address that nobody has verified could be anybody's. */
function usernameIn(claims: Readonly<Record<string, unknown>>, { username_claim }: Authenticator): string | undefined {
  const username = claims[username_claim];
  if (typeof username !== 'string' || username === '') return undefined;
  return username_claim === 'email' && claims['email_verified'] !== true ? undefined : username;
}

/** The name of an authentication method, RFC 8176 §2: a word, as they are kept in one text. */
function isMethod(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,64}$/.test(value);
}

/**
 * Accounts are found in any case and composition, which lets several names of a provider stand for one of ours: another
 * letter case of ASCII will do, since people type addresses so, but `sub` is exact (OpenID Connect Core §2).
 */
function isNameOf(name: string, { username }: Account, { username_claim }: Authenticator): boolean {
  return name === username || (username_claim !== 'sub' && /^[\x20-\x7e]*$/.test(name));
}

/** The user is known now: the session starts, and the request goes on. */
async function completeSignIn(
  { id, open, client }: Resumed,
  user: ProvenUser,
  context: Context,
): Promise<ProtocolResponse> {
  const { steps } = context;
  // It goes on under another id: one that was finished in another window meanwhile must not come back to life.
  steps.need(interactionIsOpen, await takeInteraction(id, context));
  steps.refuseTo = open.request;
  const who = await admit(user, open.request, client, context);
  const { session, setCookie } = await startSession(who, context, open.progress.wantsAnother);
  const headers = { 'set-cookie': setCookie };
  const progress = { ...open.progress, signedIn: true, account: session.id };
  const next = await decideNext(open.request, client, session, progress, context);
  if (next.page === null) {
    return answerAsAsked({ request: open.request, client, session, permitted: next.permitted }, context, headers);
  }
  const nextId = newInteractionId();
  await saveInteraction(nextId, { ...open, formToken: randomToken(16), progress }, context);
  // The consent page has an address to reload: it is shown by a GET, RFC 9110 §15.4.4.
  return seeOther(interactionPath(nextId, open.request), headers);
}

/** Whose session begins. @throws OAuthError for a user that the client does not want */
export async function admit(
  { account, authenticator, auth_time, amr }: ProvenUser,
  request: AuthorizationRequest,
  client: RegisteredClient,
  context: Context,
): Promise<Omit<Session, 'id' | 'began_at'>> {
  const { sub, sign_in_epoch } = account;
  const { id, acr } = authenticator;
  context.audit.record({ type: 'signed_in', client_id: client.client_id, detail: { authenticator: id } });
  await checkUser(request, client, account, context);
  return { sub, sign_in_epoch, auth_time, amr, authenticator: id, ...(acr !== null && { acr }) };
}
