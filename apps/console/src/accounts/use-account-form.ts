import { type Schemas } from '@clientele/sdk';
import { useState } from 'react';
import { edits } from '../form/difference.js';
import { type Account, type Role } from './account-queries.js';

/** What the form over an account holds. */
export interface AccountValues {
  username: string;
  password: string;
  name: string;
  email: string;
  role: Role | '';
}

/** The values in the form over one account: as it was read, with what was typed since. */
export interface AccountForm {
  /** The account as it was last read; undefined: it does not exist yet. */
  readonly account: Account | undefined;
  readonly values: AccountValues;
  /** The values that differ from the account's. */
  readonly changes: Partial<AccountValues>;
  /** What somebody else has saved since the form was opened; undefined: nothing. */
  readonly theirs: Partial<AccountValues> | undefined;
  set(change: Partial<AccountValues>): void;
  /** Goes on from a newer account. What was typed stays; every other value is the newer one. */
  rebase(newer: Account): void;
}

export function useAccountForm(read: Account | undefined): AccountForm {
  const [account, setAccount] = useState(read);
  const [typed, setTyped] = useState<Partial<AccountValues>>({});
  const [theirs, setTheirs] = useState<Partial<AccountValues>>();
  const base = valuesOf(account);
  const values = { ...base, ...typed };
  return {
    account,
    values,
    changes: edits(base, values),
    theirs,
    set: (change) => setTyped((before) => ({ ...before, ...change })),
    rebase(newer) {
      setTheirs({ ...theirs, ...edits(base, valuesOf(newer)) });
      setAccount(newer);
    },
  };
}

function valuesOf(account: Account | undefined): AccountValues {
  const claim = (name: string) => {
    const value = account?.claims[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    username: account?.username ?? '',
    password: '',
    name: claim('name'),
    email: claim('email'),
    role: account?.roles[0] ?? '',
  };
}

/** Values of the form as members of an account; what is not among them is left as it is. */
export function membersOf({ username, password, name, email, role }: Partial<AccountValues>): Schemas['AccountPatch'] {
  // RFC 7396: null takes a claim away.
  const claims = {
    ...(name !== undefined && { name: name || null }),
    ...(email !== undefined && { email: email || null }),
  };
  return {
    ...(username !== undefined && { username }),
    ...(password && { password }),
    ...(Object.keys(claims).length > 0 && { claims }),
    ...(role !== undefined && { roles: role === '' ? [] : [role] }),
  };
}
