import { type Schemas } from '@clientele/sdk';
import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { RecordDialog } from '../ui/record-dialog.js';
import { useRecordForm } from '../ui/record-form.js';
import { type Account, type Role, readAccount, roles, useAccountWrites } from './account-queries.js';

interface Values {
  username: string;
  password: string;
  name: string;
  email: string;
  role: Role | '';
}

const labels = {
  username: 'User name',
  password: 'Password',
  name: 'Name',
  email: 'E-mail address',
  role: 'Role in this console',
};

export function AccountDialog({ account, onClose }: { account: Account | undefined; onClose(): void }) {
  const writes = useAccountWrites();
  const form = useRecordForm(account, valuesOf);
  const { record, values, set } = form;
  return (
    <RecordDialog
      title={record ? `Edit ${record.username}` : 'New account'}
      form={form}
      labels={labels}
      onSave={(changes, reason) =>
        record
          ? writes.change(record, membersOf(changes), reason)
          : // Without a password the server would make one up, which nobody here would see.
            writes.create({ username: '', password: '', ...membersOf(changes) }, reason)
      }
      onReload={readAccount}
      onClose={onClose}
    >
      {(faultOf) => (
        <>
          <TextInput
            label={labels.username}
            required
            data-autofocus={!record || undefined}
            autoComplete="off"
            value={values.username}
            error={faultOf('username')}
            onChange={(event) => set({ username: event.currentTarget.value })}
          />
          <PasswordInput
            label={labels.password}
            description={record ? 'Empty: stays as it is.' : undefined}
            required={!record}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
            value={values.password}
            error={faultOf('password')}
            // Mantine says it of every other input, but not of this one.
            aria-invalid={faultOf('password') !== undefined}
            onChange={(event) => set({ password: event.currentTarget.value })}
          />
          <TextInput
            label={labels.name}
            value={values.name}
            error={faultOf('claims/name')}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label={labels.email}
            type="email"
            value={values.email}
            error={faultOf('claims/email')}
            onChange={(event) => set({ email: event.currentTarget.value.trim() })}
          />
          <NativeSelect
            label={labels.role}
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

function valuesOf(account: Account | undefined): Values {
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
function membersOf({ username, password, name, email, role }: Partial<Values>): Schemas['AccountPatch'] {
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
