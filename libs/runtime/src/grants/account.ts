import { ours } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type Account } from '../ports/account-store.js';
import { type ProtocolRule } from '../steps.js';

const accountMayUseGrants: ProtocolRule = {
  id: 'account-is-active',
  spec: ours('accounts'),
  error: 'invalid_grant',
  description: 'the user may no longer use this application',
  sentence: 'The account behind this grant was disabled or deleted.',
};

/** The account behind a grant. A disabled or deleted user ends what was granted, at its next use. */
export async function activeAccount(sub: string, { accounts, steps }: Context): Promise<Account> {
  const account = await accounts.find(sub);
  return steps.need(accountMayUseGrants, account?.enabled ? account : undefined);
}
