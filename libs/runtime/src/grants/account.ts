import { ours } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type Account } from '../ports/account-store.js';
import { type SignIn, accountBehind } from '../sign-in.js';
import { type ProtocolRule } from '../steps.js';

const accountMayUseGrants: ProtocolRule = {
  id: 'account-is-active',
  spec: ours('accounts'),
  error: 'invalid_grant',
  description: 'the user may no longer use this application',
  sentence: 'The account behind this grant was disabled or deleted, or has had another password since.',
};

/** The account behind a grant or a code. A disabled or deleted user, or another password, ends it at its next use. */
export async function activeAccount(signIn: SignIn, { accounts, steps }: Context): Promise<Account> {
  return steps.need(accountMayUseGrants, accountBehind(signIn, await accounts.find(signIn.sub)));
}
