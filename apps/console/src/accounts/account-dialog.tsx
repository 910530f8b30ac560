import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { RecordDialog } from '../ui/record-dialog.js';
import { type Account, type Role, roles, useAccountWrites } from './account-queries.js';

interface Values {
  username: string;
  password: string;
  name: string;
  email: string;
  role: Role | '';
}

export function AccountDialog({ account, onClose }: { account: Account | undefined; onClose(): void }) {
  const writes = useAccountWrites();
  const [values, setValues] = useState<Values>(() => ({
    username: account?.username ?? '',
    password: '',
    name: claim(account, 'name'),
    email: claim(account, 'email'),
    role: account?.roles[0] ?? '',
  }));
  const set = (change: Partial<Values>) => setValues((before) => ({ ...before, ...change }));
  const submit = () => {
    const document = documentOf(values, account);
    return account ? writes.change(account.sub, document) : writes.create(document);
  };
  return (
    <RecordDialog
      title={account ? `Edit ${account.username}` : 'New account'}
      action={account ? 'Save' : 'Create'}
      onSubmit={submit}
      onClose={onClose}
    >
      {(faultOf) => (
        <>
          <TextInput
            label="User name"
            required
            data-autofocus={!account || undefined}
            autoComplete="off"
            value={values.username}
            error={faultOf('username')}
            onChange={(event) => set({ username: event.currentTarget.value })}
          />
          <PasswordInput
            label="Password"
            description={account ? 'Empty: stays as it is.' : undefined}
            required={!account}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
            value={values.password}
            error={faultOf('password')}
            onChange={(event) => set({ password: event.currentTarget.value })}
          />
          <TextInput
            label="Name"
            value={values.name}
            error={faultOf('claims')}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label="E-mail address"
            type="email"
            value={values.email}
            onChange={(event) => set({ email: event.currentTarget.value.trim() })}
          />
          <NativeSelect
            label="Role in this console"
            value={values.role}
            error={faultOf('roles')}
            data={[
              { value: '', label: 'None: signs in to applications only' },
              ...Object.entries(roles).map(([value, label]) => ({ value, label })),
            ]}
            onChange={(event) => set({ role: event.currentTarget.value as Role | '' })}
          />
        </>
      )}
    </RecordDialog>
  );
}

function claim(account: Account | undefined, name: string): string {
  const value = account?.claims[name];
  return typeof value === 'string' ? value : '';
}

function documentOf({ username, password, name, email, role }: Values, account: Account | undefined) {
  // A merge patch takes a claim away by saying null; a new account has none to take away.
  const written = (value: string, before: string) => value || (before ? null : undefined);
  const claims = {
    name: written(name, claim(account, 'name')),
    email: written(email, claim(account, 'email')),
  };
  return {
    username,
    enabled: account?.enabled ?? true,
    claims: Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined)),
    roles: rolesWith(role, account?.roles ?? []),
    ...(password && { password }),
  };
}

/** The roles with another choice of the first one; one that is not chosen anew takes no other with it. */
function rolesWith(role: Role | '', before: readonly Role[]): Role[] {
  if (role === (before[0] ?? '')) return [...before];
  return role === '' ? [] : [role];
}
