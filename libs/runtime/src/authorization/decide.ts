import { oidcCore } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type Account } from '../ports/account-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { permittedScope } from '../scopes.js';
import { type Session } from '../sessions.js';
import { accountBehind } from '../sign-in.js';
import { type ProtocolRule } from '../steps.js';
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

/** What has happened so far in the interaction, which satisfies a prompt that asks for it. */
export interface Progress {
  readonly signedIn: boolean;
  readonly consented: boolean;
}

/** What comes next: a page, or the answer. */
export type Next =
  | { readonly page: 'sign-in' }
  | { readonly page: 'consent'; readonly account: Account; readonly scope: readonly string[] }
  | { readonly page: null; readonly session: Session; readonly scope: readonly string[] };

/** Decides what the request still needs, OpenID Connect Core §3.1.2.3 and §3.1.2.4. @throws OAuthError for prompt=none */
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
  if (!session || !account || asksForSignIn(request, session, progress, context.clock.now())) {
    steps.hold(userIsSignedIn, !silent);
    return { page: 'sign-in' };
  }
  const scope = permittedScope(request.scope, client, account, await registry.server());
  if (await asksForConsent(request, scope, client, account, progress, context)) {
    steps.hold(userHasConsented, !silent);
    return { page: 'consent', account, scope };
  }
  return { page: null, session, scope };
}

/** Checks who has just signed in. @throws OAuthError to be sent to the client */
export function checkHint({ hinted_sub }: AuthorizationRequest, { sub }: Account, { steps }: Context): void {
  steps.hold(userIsHinted, hinted_sub === undefined || sub === hinted_sub);
}

function asksForSignIn(
  { prompt, max_age, hinted_sub }: AuthorizationRequest,
  { sub, auth_time }: Session,
  { signedIn }: Progress,
  now: number,
): boolean {
  if (hinted_sub !== undefined && sub !== hinted_sub) return true;
  if (signedIn) return false;
  if (prompt.includes('login') || prompt.includes('select_account')) return true;
  return max_age !== undefined && now - auth_time >= max_age;
}

async function asksForConsent(
  { prompt }: AuthorizationRequest,
  scope: readonly string[],
  client: RegisteredClient,
  account: Account,
  { consented }: Progress,
  { grants }: Context,
): Promise<boolean> {
  if (consented) return false;
  if (prompt.includes('consent')) return true;
  if (client.first_party) return false;
  const remembered = await grants.consentedScopes(client.id, account.sub);
  return scope.length === 0 || scope.some((name) => !remembered.includes(name));
}
