import { ours } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type ProtocolRule } from '../steps.js';

const accountMayUseGrants: ProtocolRule = {
  id: 'account-is-active',
  spec: ours('accounts'),
  error: 'invalid_grant',
  description: 'the user may no longer use this application',
  sentence: 'The account behind this grant was disabled or deleted.',
};

/** A disabled or deleted user ends what was granted, at its next use. */
export async function accountIsActive(sub: string, { accounts, steps }: Context): Promise<void> {
  const account = await accounts.find(sub);
  steps.hold(accountMayUseGrants, account?.enabled === true);
}
