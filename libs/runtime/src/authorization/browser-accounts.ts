import { type Context } from '../context.js';
import { type Account } from '../ports/account-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { digestOf } from '../secrets.js';
import { type Session } from '../session.js';
import { findSessions } from '../sessions.js';
import { accountBehind } from '../sign-in.js';
import { type Progress } from './decide.js';
import { type AuthorizationRequest } from './request.js';

/** An account that the browser is signed in to. */
export interface BrowserAccount {
  readonly account: Account;
  readonly session: Session;
}

/**
 * The session that a request is for, of all that its browser has: the one that its user chose, else that of the user whom
 * it names by a hint, else the latest.
 */
export async function sessionFor(
  request: AuthorizationRequest,
  client: RegisteredClient,
  { account }: Progress,
  context: Context,
): Promise<Session | undefined> {
  const sessions = await findSessions(context);
  if (account !== undefined) return sessions.find(({ id }) => id === account);
  if (sessions.length <= 1) return sessions[0];
  return (await hinted(request, client, sessions, context)) ?? sessions[0];
}

async function hinted(
  { hinted_sub, login_hint }: AuthorizationRequest,
  client: RegisteredClient,
  sessions: readonly Session[],
  { accounts, subjects }: Context,
): Promise<Session | undefined> {
  if (hinted_sub !== undefined) {
    const subs = await Promise.all(sessions.map(async ({ sub }) => subjects.of(client, sub)));
    return sessions[subs.indexOf(hinted_sub)];
  }
  const named = login_hint === undefined ? undefined : await accounts.findByUsername(login_hint);
  return named && sessions.find(({ sub }) => sub === named.sub);
}

/** The accounts among which a user can choose for a request: those that the browser has and its hint does not rule out. */
export async function choosableAccounts(
  { hinted_sub }: AuthorizationRequest,
  client: RegisteredClient,
  context: Context,
): Promise<readonly BrowserAccount[]> {
  const { accounts, subjects } = context;
  const found = await Promise.all(
    (await findSessions(context)).map(async (session) => {
      const account = accountBehind(session, await accounts.find(session.sub));
      const isWanted = hinted_sub === undefined || hinted_sub === (await subjects.of(client, session.sub));
      return account && isWanted ? [{ account, session }] : [];
    }),
  );
  return found.flat();
}

/** What an account is called in the form by which it is chosen. */
export function choiceOf({ session }: BrowserAccount): string {
  return digestOf(`chosen ${session.id}`);
}
