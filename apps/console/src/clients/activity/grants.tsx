import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usernamesQuery } from '../../accounts/account-queries.js';
import { useMay } from '../../session/session-context.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { Failure } from '../../ui/failure.js';
import { Status } from '../../ui/status.js';
import { Pager, Table } from '../../ui/table.js';
import ui from '../../ui/ui.module.css';
import { When } from '../../ui/when.js';
import { useClientPage } from '../page/client-page-context.js';
import { Tool } from '../page/tool.js';
import classes from './activity.module.css';
import { type Grant, grantsQuery, useRevocation } from './grant-queries.js';

/** What people allowed this client, and until when it can renew its tokens without asking them again. */
export function Grants() {
  const { client } = useClientPage();
  const mayWrite = useMay('clients:write');
  const [after, setAfter] = useState<string>();
  const [ending, setEnding] = useState<Grant>();
  const { data, error, isPending, refetch } = useQuery(grantsQuery(client.client_id, after));
  const usernames = useUsernames(data?.items);
  const revoke = useRevocation();
  return (
    <Tool
      title="Grants"
      intro="What was allowed to this client, newest first. A grant that is revoked ends all its tokens."
    >
      {error && !data ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : data?.items.length === 0 ? (
        <p className={ui.quiet}>Nobody has allowed this client anything that outlasts one access token.</p>
      ) : (
        <Table
          label="Grants"
          columns={['Who', 'Scopes', 'Granted', 'Renewed until', 'State']}
          withActions
          loading={isPending}
        >
          {data?.items.map((grant) => (
            <tr key={grant.id}>
              <td>
                <Who sub={grant.sub} username={usernames?.get(grant.sub ?? '')} />
              </td>
              <td className={classes.scopes}>{grant.scope.join(' ') || 'none'}</td>
              <td>
                <When at={grant.created_at} />
              </td>
              <td>
                <When at={grant.refresh_expires_at} />
              </td>
              <td>
                {grant.revoked_at === null ? (
                  <Status tone="green">In force</Status>
                ) : (
                  <Status tone="grey">Revoked</Status>
                )}
              </td>
              <td>
                {mayWrite && grant.revoked_at === null && (
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={`Revoke the grant of ${usernames?.get(grant.sub ?? '') ?? grant.sub ?? 'the client itself'}`}
                    onClick={() => setEnding(grant)}
                  >
                    Revoke
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Pager after={after} next={data?.next} onPage={setAfter} />
      {ending && (
        <ConfirmDialog
          title="Revoke this grant?"
          action="Revoke"
          onConfirm={(reason) => revoke(ending, reason)}
          onClose={() => setEnding(undefined)}
        >
          <p>Its refresh tokens and access tokens are refused at once. The user is asked again the next time.</p>
        </ConfirmDialog>
      )}
    </Tool>
  );
}

/** The names of those who granted these, asked for at once; undefined for whom accounts are hidden from. */
function useUsernames(grants: readonly Grant[] = []): ReadonlyMap<string, string> | undefined {
  // A wallet has no account: it is known by its DID.
  const subs = [...new Set(grants.flatMap(({ sub }) => (sub === null || sub.startsWith('did:') ? [] : [sub])))];
  const mayRead = useMay('accounts:write');
  return useQuery({ ...usernamesQuery(subs), enabled: mayRead && subs.length > 0 }).data;
}

/** Who granted something: by name, with the subject identifier on hover, or by that alone. */
function Who({ sub, username }: { sub: string | null; username: string | undefined }) {
  if (sub === null) return <>The client itself</>;
  return username === undefined ? <code className={classes.sub}>{sub}</code> : <span title={sub}>{username}</span>;
}
