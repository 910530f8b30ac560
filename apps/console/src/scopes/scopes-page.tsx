import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { type Scope, scopesQuery } from '../server/server-queries.js';
import { useMay } from '../session/session-context.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { RowMenu, Table } from '../ui/table.js';
import { ScopeDialog } from './scope-dialog.js';
import { useScopeWrites } from './scope-writes.js';

type Asking = { what: 'create' } | { what: 'edit' | 'delete'; scope: Scope };

export function ScopesPage() {
  const { data, error, isPending, refetch } = useQuery(scopesQuery);
  const { remove } = useScopeWrites();
  const mayWrite = useMay('settings:write');
  const [asking, setAsking] = useState<Asking>();
  return (
    <Page
      title="Scopes"
      intro="What clients may ask for. Common scopes are for every client, exclusive ones for the clients that list them."
      actions={
        mayWrite && (
          <Button leftSection={<Plus size={16} />} onClick={() => setAsking({ what: 'create' })}>
            New scope
          </Button>
        )
      }
    >
      {error && !data ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : data?.length === 0 ? (
        <Empty title="No scopes yet">A scope names something that a client may be given access to.</Empty>
      ) : (
        <Table
          label="Scopes"
          columns={['Scope', 'What users read', 'Kind', 'Audience']}
          withActions
          loading={isPending}
        >
          {data?.map((scope) => (
            <tr key={scope.name}>
              <td>
                <Link to="/clients" search={{ q: scope.name }} title="Clients that this name finds">
                  <code>{scope.name}</code>
                </Link>
              </td>
              <td>{scope.description}</td>
              <td>{scope.kind}</td>
              <td>{scope.audience && <code>{scope.audience}</code>}</td>
              <td>
                {mayWrite && (
                  <RowMenu name={scope.name}>
                    <Menu.Item onClick={() => setAsking({ what: 'edit', scope })}>Edit…</Menu.Item>
                    <Menu.Item data-danger disabled={scope.system} onClick={() => setAsking({ what: 'delete', scope })}>
                      Delete…
                    </Menu.Item>
                  </RowMenu>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {asking && asking.what !== 'delete' && (
        <ScopeDialog scope={asking.what === 'edit' ? asking.scope : undefined} onClose={() => setAsking(undefined)} />
      )}
      {asking?.what === 'delete' && (
        <ConfirmDialog
          title={`Delete the scope ${asking.scope.name}?`}
          action="Delete"
          onConfirm={() => remove(asking.scope)}
          onClose={() => setAsking(undefined)}
        >
          <p>Nobody can ask for it any more. A scope that clients still list is not deleted.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}
