import { restorableFor } from '@clientele/client-schema';
import { Button, Menu } from '@mantine/core';
import { Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useMay } from '../../session/session-context.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { RowMenu, Table } from '../../ui/table.js';
import { toast } from '../../ui/toasts.js';
import ui from '../../ui/ui.module.css';
import { When } from '../../ui/when.js';
import { phrase } from '../../words/values.js';
import { type StoredClient, useClientWrites } from '../client-queries.js';
import { useEffective } from '../use-effective.js';
import classes from './list.module.css';

interface Props {
  clients: readonly StoredClient[] | undefined;
  loading: boolean;
  /** What stands in place of a table without rows. */
  empty: ReactNode;
}

/** Clients that were deleted and can still be restored. */
export function DeletedTable({ clients, loading, empty }: Props) {
  const { restore, purge } = useClientWrites();
  const mayWrite = useMay('clients:write');
  const mayPurge = useMay('clients:purge');
  const [asking, setAsking] = useState<{ what: 'restore' | 'purge'; client: StoredClient }>();
  // Somebody else may change it while this one decides.
  const chosen = clients?.find(({ client_id }) => client_id === asking?.client.client_id) ?? asking?.client;
  const close = () => setAsking(undefined);
  const effective = useEffective();
  return (
    <>
      {!loading && clients?.length === 0 ? (
        empty
      ) : (
        <Table
          label="Deleted clients"
          columns={['Client', 'Kind', 'Deleted', 'Deleted for good']}
          withActions={mayWrite}
          loading={loading}
        >
          {clients?.map((client) => (
            <tr key={client.client_id}>
              <td>
                <div className={classes.deletedName}>{client.client_name}</div>
                <code className={classes.deletedId}>{client.client_id}</code>
              </td>
              <td className={classes.nowrap}>{phrase(effective(client).client_type)}</td>
              <td className={classes.nowrap}>
                <When at={client.trashed_at} />
                <div className={ui.quiet}>by {client.updated_by}</div>
              </td>
              <td className={classes.nowrap}>
                <When at={endOf(client)} />
              </td>
              {mayWrite && (
                <td>
                  <div className={classes.rowActions}>
                    <Button
                      variant="default"
                      size="compact-sm"
                      leftSection={<Undo2 size={14} />}
                      aria-label={`Restore ${client.client_name}`}
                      onClick={() => setAsking({ what: 'restore', client })}
                    >
                      Restore
                    </Button>
                    {mayPurge && (
                      <RowMenu name={client.client_name}>
                        <Menu.Item data-danger onClick={() => setAsking({ what: 'purge', client })}>
                          Delete for good…
                        </Menu.Item>
                      </RowMenu>
                    )}
                  </div>
                </td>
              )}
            </tr>
          ))}
        </Table>
      )}
      {asking?.what === 'restore' && chosen && (
        <ConfirmDialog
          title={`Restore ${chosen.client_name}?`}
          action="Restore"
          danger={false}
          onConfirm={async (reason) => {
            await restore(chosen, reason);
            toast(`${chosen.client_name} is restored`);
          }}
          onClose={close}
        >
          <p>
            {effective(chosen).enabled
              ? 'It can obtain tokens again within one second, with the credentials it had before.'
              : 'It comes back disabled, as it was when it was deleted.'}
          </p>
        </ConfirmDialog>
      )}
      {asking?.what === 'purge' && chosen && (
        <ConfirmDialog
          title={`Delete ${chosen.client_name} for good?`}
          action="Delete for good"
          typed={chosen.client_id}
          onConfirm={async (reason) => {
            await purge(chosen, reason);
            toast(`${chosen.client_name} is deleted for good`);
          }}
          onClose={close}
        >
          <p>
            Its settings, its secrets and what users allowed it are lost, and its client ID becomes free for another
            client. This cannot be taken back.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

function endOf({ trashed_at }: StoredClient): string | null {
  return trashed_at === null ? null : new Date(Date.parse(trashed_at) + restorableFor * 1000).toISOString();
}
