import { ActionIcon, Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ellipsis, Plus } from 'lucide-react';
import { useState } from 'react';
import { type Scope, scopesQuery } from '../server/server-queries.js';
import { useMay } from '../session/session-context.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { SkeletonRows } from '../ui/skeleton.js';
import ui from '../ui/ui.module.css';
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
        <div className={ui.tableWrap} tabIndex={0} role="group" aria-label="Scopes, scrollable">
          <table className={ui.table}>
            <thead>
              <tr>
                <th scope="col">Scope</th>
                <th scope="col">What users read</th>
                <th scope="col">Kind</th>
                <th scope="col">Audience</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {isPending && <SkeletonRows rows={6} columns={5} />}
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
                      <Menu>
                        <Menu.Target>
                          <ActionIcon aria-label={`More about ${scope.name}`}>
                            <Ellipsis size={16} />
                          </ActionIcon>
                        </Menu.Target>
                        <Menu.Dropdown>
                          <Menu.Item onClick={() => setAsking({ what: 'edit', scope })}>Edit…</Menu.Item>
                          <Menu.Item
                            data-danger
                            disabled={scope.system}
                            onClick={() => setAsking({ what: 'delete', scope })}
                          >
                            Delete…
                          </Menu.Item>
                        </Menu.Dropdown>
                      </Menu>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
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
