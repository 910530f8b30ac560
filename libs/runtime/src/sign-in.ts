import { type Account } from './ports/account-store.js';

/** Whose sign-in it was, and when in the life of the account. Whatever a sign-in gives carries it. */
export interface SignIn {
  readonly sub: string;
  /** The account's, at the time. */
  readonly sign_in_epoch: number;
}

/** The account behind a sign-in, as long as what the sign-in gave counts. */
export function accountBehind(signIn: SignIn, account: Account | undefined): Account | undefined {
  return account?.enabled && account.sign_in_epoch === signIn.sign_in_epoch ? account : undefined;
}
