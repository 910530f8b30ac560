import { type Authenticator } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type Account } from '../ports/account-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { type Session } from '../session.js';
import { type Attempt, guessLimits } from '../throttle.js';
import { authenticatorIsOffered, choicesOf } from './choices.js';

/** A user who has shown who they are, and how. */
export interface ProvenUser extends Pick<Session, 'auth_time' | 'amr'> {
  readonly account: Account;
  readonly authenticator: Authenticator;
}

/**
 * Checks a name and a password with the accounts of this server.
 * @returns undefined: one of them is wrong
 * @throws OAuthError where the client does not take passwords; TooManyRequests
 */
export async function authenticateByPassword(
  client: RegisteredClient,
  { username, password }: { readonly username: string; readonly password: string },
  context: Context,
): Promise<ProvenUser | undefined> {
  const { accounts, audit, clock, request, steps, throttle } = context;
  const { offered } = await choicesOf(client, context);
  const authenticator = steps.need(
    authenticatorIsOffered,
    offered.find(({ kind }) => kind === 'password'),
  );
  // As the accounts compare names: another case or composition is no other target.
  const attempt = throttle.attempt(() => guessLimits(`account ${username.normalize('NFC').toLowerCase()}`, request));
  await attempt.count();
  const account = await judged(attempt, () => accounts.authenticate(username, password));
  if (account) return { account, authenticator, auth_time: clock.now(), amr: ['pwd'] };
  audit.record({ type: 'sign_in_failed', client_id: client.client_id });
  return undefined;
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
