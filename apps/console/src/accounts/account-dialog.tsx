import { Problem } from '@clientele/sdk';
import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { isAt } from '../form/faults.js';
import { RecordDialog } from '../ui/record-dialog.js';
import ui from '../ui/ui.module.css';
import { type Account, type Role, readAccount, roles, useAccountWrites } from './account-queries.js';
import { type AccountForm, type AccountValues, membersOf, useAccountForm } from './use-account-form.js';

/** What the inputs are called, and where in an account their values are. */
const inputs = {
  username: { label: 'User name', place: 'username' },
  password: { label: 'Password', place: 'password' },
  name: { label: 'Name', place: 'claims/name' },
  email: { label: 'E-mail address', place: 'claims/email' },
  role: { label: 'Role in this console', place: 'roles' },
} satisfies Record<keyof AccountValues, { label: string; place: string }>;

/** The form over one account. What the API refuses stands under the input that it is about. */
export function AccountDialog({ account: read, onClose }: { account: Account | undefined; onClose(): void }) {
  const writes = useAccountWrites();
  const form = useAccountForm(read);
  const { account, values, changes, set } = form;
  const [faults, setFaults] = useState<Problem['errors']>([]);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (faults.length > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [faults]);

  const save = async (reason: string) => {
    setFaults([]);
    if (account && Object.keys(changes).length === 0) return onClose();
    try {
      await (account
        ? writes.change(account, membersOf(changes), reason)
        : // Without a password the server would make one up, which nobody here would see.
          writes.create({ username: '', password: '', ...membersOf(changes) }, reason));
      onClose();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      if (account && cause.status === 412) return form.rebase(await readAccount(account));
      if (!cause.errors.some(hasInput)) throw cause;
      setFaults(cause.errors);
      if (!cause.errors.every(hasInput)) throw cause;
    }
  };
  const faultOf = (input: keyof AccountValues) =>
    faults
      .filter(({ pointer }) => isAt(inputs[input].place, pointer))
      .map(({ detail }) => detail)
      .join('; ') || undefined;
  return (
    <RecordDialog
      title={account ? `Edit ${account.username}` : 'New account'}
      record={account}
      theirs={form.theirs && changesOfOthers(form, form.theirs)}
      onSave={save}
      onClose={onClose}
    >
      <div className={ui.stack} ref={element}>
        <TextInput
          label={inputs.username.label}
          required
          data-autofocus={!account || undefined}
          autoComplete="off"
          value={values.username}
          error={faultOf('username')}
          onChange={(event) => set({ username: event.currentTarget.value })}
        />
        <PasswordInput
          label={inputs.password.label}
          description={account ? 'Empty: stays as it is.' : undefined}
          required={!account}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
          value={values.password}
          error={faultOf('password')}
          // Mantine says it of every other input, but not of this one.
          aria-invalid={faultOf('password') !== undefined}
          onChange={(event) => set({ password: event.currentTarget.value })}
        />
        <TextInput
          label={inputs.name.label}
          value={values.name}
          error={faultOf('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={inputs.email.label}
          type="email"
          value={values.email}
          error={faultOf('email')}
          onChange={(event) => set({ email: event.currentTarget.value.trim() })}
        />
        <NativeSelect
          label={inputs.role.label}
          value={values.role}
          error={faultOf('role')}
          data={[
            { value: '', label: 'None: signs in to applications only' },
            ...Object.entries(roles).map(([value, label]) => ({ value, label })),
          ]}
          onChange={(event) => set({ role: event.currentTarget.value as Role | '' })}
        />
      </div>
    </RecordDialog>
  );
}

function hasInput({ pointer }: { pointer: string }): boolean {
  return Object.values(inputs).some(({ place }) => isAt(place, pointer));
}

function changesOfOthers({ changes }: AccountForm, theirs: Partial<AccountValues>) {
  return (Object.keys(theirs) as (keyof AccountValues)[]).map((name) => ({
    label: inputs[name].label,
    words: theirs[name] || 'empty',
    contested: name in changes,
  }));
}
