import { type Authenticator, type Consentor, oidcCore, ours } from '@clientele/client-schema';
import { admitsRoles } from '@clientele/client-schema/resources/authenticators';
import { type Choices, choicesOf } from '../authenticators/choices.js';
import { claimsBeyond, consentTo, permittedClaims } from '../claims-request/requested-claims.js';
import { type Context } from '../context.js';
import { permittedDetails } from '../authorization-details/requested-details.js';
import { type Account } from '../ports/account-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { permittedScope } from '../scopes.js';
import { type Session } from '../session.js';
import { accountBehind } from '../sign-in.js';
import { type ProtocolRule, type Steps } from '../steps.js';
import { type Permitted } from './answer.js';
import { type BrowserAccount, choosableAccounts } from './browser-accounts.js';
import { nextConsentor } from './consentors.js';
import { type AuthorizationRequest } from './request.js';

const userIsSignedIn: ProtocolRule = {
  id: 'user-is-signed-in',
  spec: oidcCore('3.1.2.6'),
  error: 'login_required',
  description: 'the user must sign in',
  sentence: 'The request forbids any page (prompt=none), but the user would have to sign in.',
};

const userHasConsented: ProtocolRule = {
  id: 'user-has-consented',
  spec: oidcCore('3.1.2.6'),
  error: 'consent_required',
  description: 'the user must consent',
  sentence: 'The request forbids any page (prompt=none), but the user would have to consent.',
};

const userIsHinted: ProtocolRule = {
  id: 'user-is-the-hinted-one',
  spec: oidcCore('3.1.2.1'),
  error: 'login_required',
  description: 'another user signed in than the client asked for',
  sentence: 'The user who signed in is not the one that the id_token_hint of the request names.',
};

const userHasRequiredClaims: ProtocolRule = {
  id: 'user-has-required-claims',
  spec: ours('sign-in'),
  error: 'access_denied',
  description: 'the account lacks something that this application requires',
  sentence: 'The user’s account lacks a claim of the client’s required_authentication_claims.',
};

const authenticatorIsLeft: ProtocolRule = {
  id: 'authenticator-is-left',
  spec: ours('sign-in'),
  error: 'access_denied',
  description: 'there is no way to sign in to this application from here',
  sentence:
    'No authenticator of the client’s identity provider is allowed, enabled and shown to where the request came from.',
};

const acrCanBeMet: ProtocolRule = {
  id: 'acr-can-be-met',
  spec: oidcCore('5.5.1.1'),
  error: 'unmet_authentication_requirements',
  description: 'no sign-in that this application allows has the class that was asked for',
  sentence:
    'The acr_values of the request are met by authenticators alone that the client’s settings rule out, or its essential claim acr by none at all.',
};

/** What has happened so far in the interaction, which satisfies a prompt that asks for it. */
export interface Progress {
  readonly signedIn: boolean;
  readonly consented: boolean;
  /** The id of the session that the user chose or began. */
  readonly account?: string;
  /** Whether the user wants to sign in with an account that the browser does not have yet. */
  readonly wantsAnother?: boolean;
}

/** What comes next: a page, or the answer. */
export type Next =
  | { readonly page: 'accounts'; readonly accounts: readonly BrowserAccount[] }
  | { readonly page: 'sign-in'; readonly authenticators: readonly Authenticator[] }
  | { readonly page: 'terms'; readonly account: Account; readonly consentor: Consentor }
  | { readonly page: 'consent'; readonly account: Account; readonly permitted: Permitted }
  | { readonly page: null; readonly session: Session; readonly permitted: Permitted };

/**
 * Decides what the request still needs, OpenID Connect Core §3.1.2.3 and §3.1.2.4.
 * @throws OAuthError for prompt=none, or a user that the client does not want
 */
export async function decideNext(
  request: AuthorizationRequest,
  client: RegisteredClient,
  session: Session | undefined,
  progress: Progress,
  context: Context,
): Promise<Next> {
  const { steps, accounts, registry } = context;
  const silent = request.prompt.includes('none');
  const account = session && accountBehind(session, await accounts.find(session.sub));
  const choices = await choicesOf(client, context);
  if (asksForAccount(request, progress)) {
    const known = await choosableAccounts(request, client, context);
    if (known.length > 0) return { page: 'accounts', accounts: known };
  }
  if (
    !session ||
    !account ||
    !choices.offered.some((one) => one.id === session.authenticator && admitsRoles(one, account.roles)) ||
    !(await isHinted(request, client, session.sub, context)) ||
    asksForSignIn(request, client, session, progress, context.clock.now()) ||
    isWorthAnother(request, session, choices, progress) ||
    (request.acr_is_essential && !request.acr_values.includes(session.acr ?? ''))
  ) {
    steps.hold(userIsSignedIn, !silent);
    return { page: 'sign-in', authenticators: waysToSignIn(request, client, choices, steps) };
  }
  checkClaims(client, account, context);
  const server = await registry.server();
  const permitted = {
    scope: permittedScope(request.scope, client, account, server),
    authorization_details: permittedDetails(request.authorization_details, client, server),
    claims: permittedClaims(request.claims, client, account, server),
  };
  const consentor = await nextConsentor(client, account, context);
  if (consentor) {
    steps.hold(userHasConsented, !silent);
    return { page: 'terms', account, consentor };
  }
  if (await asksForConsent(request, permitted, client, account, progress, context)) {
    steps.hold(userHasConsented, !silent);
    return { page: 'consent', account, permitted };
  }
  return { page: null, session, permitted };
}

/** Whether another sign-in could have the class that the request prefers, and this one does not. */
function isWorthAnother(
  { acr_values, acr_is_asked }: AuthorizationRequest,
  { acr }: Session,
  { existing, offered }: Choices,
  { signedIn }: Progress,
): boolean {
  if (signedIn || acr_values.includes(acr ?? '')) return false;
  // What the client itself rules out is a fault of a request that names it, and no wish of a client that only prefers it.
  return (acr_is_asked ? existing : offered).some((authenticator) => meets(authenticator, acr_values));
}

/** What the sign-in page offers: what has a class that is preferred, if anything has. @throws OAuthError for the client */
function waysToSignIn(
  { acr_values, acr_is_asked, acr_is_essential }: AuthorizationRequest,
  client: RegisteredClient,
  { existing, offered }: Choices,
  steps: Steps,
): readonly Authenticator[] {
  steps.hold(authenticatorIsLeft, offered.length > 0, () => ({
    sent: existing.map(({ id }) => id).join(', '),
    registered: client.allowed_authenticators,
  }));
  const preferred = offered.filter((authenticator) => meets(authenticator, acr_values));
  const isRuledOut = preferred.length === 0 && existing.some((authenticator) => meets(authenticator, acr_values));
  const isMissed = preferred.length === 0 && acr_is_essential;
  steps.hold(acrCanBeMet, !isMissed && !(acr_is_asked && isRuledOut), { sent: acr_values.join(' ') });
  return preferred.length > 0 ? preferred : offered;
}

function meets({ acr }: Authenticator, acr_values: readonly string[]): boolean {
  return acr !== null && acr_values.includes(acr);
}

/** Checks who has just signed in. @throws OAuthError to be sent to the client */
export async function checkUser(
  request: AuthorizationRequest,
  client: RegisteredClient,
  account: Account,
  context: Context,
): Promise<void> {
  context.steps.hold(userIsHinted, await isHinted(request, client, account.sub, context));
  checkClaims(client, account, context);
}

/** Whether a user is the one that the client will have, as it calls them; any is, where it names none. */
async function isHinted(
  { hinted_sub }: AuthorizationRequest,
  client: RegisteredClient,
  sub: string,
  { subjects }: Context,
): Promise<boolean> {
  return hinted_sub === undefined || hinted_sub === (await subjects.of(client, sub));
}

function checkClaims(client: RegisteredClient, { username, claims }: Account, { steps }: Context): void {
  const known: Readonly<Record<string, unknown>> = { preferred_username: username, ...claims };
  const missing = client.required_authentication_claims.filter((name) => !isPresent(known, name));
  steps.hold(userHasRequiredClaims, missing.length === 0, () => ({
    sent: `an account without ${missing.join(', ')}`,
    registered: client.required_authentication_claims,
  }));
}

function isPresent(claims: Readonly<Record<string, unknown>>, name: string): boolean {
  return Object.hasOwn(claims, name) && claims[name] !== null && claims[name] !== '';
}

/** OpenID Connect Core §3.1.2.1: the user says with which account, be it the only one. */
function asksForAccount({ prompt }: AuthorizationRequest, { account, wantsAnother }: Progress): boolean {
  return prompt.includes('select_account') && account === undefined && !wantsAnother;
}

function asksForSignIn(
  { prompt, max_age }: AuthorizationRequest,
  { force_authentication }: RegisteredClient,
  { auth_time }: Session,
  { signedIn, wantsAnother }: Progress,
  now: number,
): boolean {
  if (signedIn) return false;
  if (force_authentication || wantsAnother || prompt.includes('login')) return true;
  return max_age !== undefined && now - auth_time >= max_age;
}

async function asksForConsent(
  { prompt }: AuthorizationRequest,
  { scope, authorization_details, claims }: Permitted,
  client: RegisteredClient,
  account: Account,
  { consented }: Progress,
  { grants, registry }: Context,
): Promise<boolean> {
  if (consented || client.bypass_consent || client.consentors_only) return false;
  if (prompt.includes('consent') || client.bypass_consent === false) return true;
  // What was allowed before was another payment, and no application is trusted so far that it may make any.
  if (authorization_details.length > 0) return true;
  if (client.first_party) return false;
  // OpenID Connect Core §11: access while the user is away is agreed to each time, and not out of habit.
  if (scope.includes('offline_access')) return true;
  const remembered = await grants.consentedScopes(client.id, account.sub);
  const named = claimsBeyond(scope, claims, await registry.server()).map(consentTo);
  const asked = [...scope, ...named];
  return asked.length === 0 || asked.some((name) => !remembered.includes(name));
}
