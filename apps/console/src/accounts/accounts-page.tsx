import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { Status } from '../ui/status.js';
import { RowMenu, Table } from '../ui/table.js';
import ui from '../ui/ui.module.css';
import { When } from '../ui/when.js';
import { AccountDialog } from './account-dialog.js';
import { type Account, accountsQuery, roles, useAccountWrites } from './account-queries.js';

/** What is being done, and to whom: by subject, as the account may change while somebody decides. */
type Asking =
  { what: 'create' } | { what: 'edit' | 'delete'; sub: string } | { what: 'state'; sub: string; enabled: boolean };

export function AccountsPage() {
  const { data, error, isPending, refetch } = useQuery(accountsQuery);
  const { change, remove } = useAccountWrites();
  const [asking, setAsking] = useState<Asking>();
  const close = () => setAsking(undefined);
  const account = asking && 'sub' in asking ? data?.find(({ sub }) => sub === asking.sub) : undefined;
  return (
    <Page
      title="Accounts"
      intro="The people whom this server signs in itself. A role lets somebody use this console."
      actions={
        <Button leftSection={<Plus size={16} />} onClick={() => setAsking({ what: 'create' })}>
          New account
        </Button>
      }
    >
      {error && !data ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <Table label="Accounts" columns={['Account', 'State', 'Role', 'Created']} withActions loading={isPending}>
          {data?.map((account) => (
            <tr key={account.sub}>
              <td>
                <div>
                  <strong>{account.username}</strong>
                </div>
                <div className={ui.quiet}>{nameOf(account)}</div>
              </td>
              <td>{account.enabled ? <Status tone="green">Enabled</Status> : <Status tone="grey">Disabled</Status>}</td>
              <td>{account.roles.map((role) => roles[role]).join(', ') || 'No role'}</td>
              <td>
                <When at={account.created_at} />
              </td>
              <td>
                <RowMenu name={account.username}>
                  <Menu.Item onClick={() => setAsking({ what: 'edit', sub: account.sub })}>Edit…</Menu.Item>
                  <Menu.Item onClick={() => setAsking({ what: 'state', sub: account.sub, enabled: !account.enabled })}>
                    {account.enabled ? 'Disable…' : 'Enable…'}
                  </Menu.Item>
                  <Menu.Item
                    data-danger
                    disabled={account.system}
                    onClick={() => setAsking({ what: 'delete', sub: account.sub })}
                  >
                    Delete…
                  </Menu.Item>
                </RowMenu>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {(asking?.what === 'create' || asking?.what === 'edit') && <AccountDialog account={account} onClose={close} />}
      {asking?.what === 'state' && account && (
        <ConfirmDialog
          title={`${asking.enabled ? 'Enable' : 'Disable'} ${account.username}?`}
          action={asking.enabled ? 'Enable' : 'Disable'}
          danger={!asking.enabled}
          onConfirm={(reason) => change(account, { enabled: asking.enabled }, reason)}
          onClose={close}
        >
          <p>
            {asking.enabled
              ? 'They can sign in again with the password they had.'
              : 'They can no longer sign in anywhere. Nothing is deleted.'}
          </p>
        </ConfirmDialog>
      )}
      {asking?.what === 'delete' && account && (
        <ConfirmDialog
          title={`Delete ${account.username}?`}
          action="Delete"
          typed={account.username}
          onConfirm={(reason) => remove(account, reason)}
          onClose={close}
        >
          <p>They can no longer sign in, and applications lose their access. This cannot be taken back.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

function nameOf({ claims }: Account): string | undefined {
  const value = claims['name'] ?? claims['email'];
  return typeof value === 'string' ? value : undefined;
}
