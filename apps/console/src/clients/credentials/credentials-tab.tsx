import { holds } from '@clientele/client-schema';
import { hasClientSecret } from '@clientele/client-schema/fields/authentication/secret';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../session/session-context.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { Empty } from '../../ui/empty.js';
import { Failure } from '../../ui/failure.js';
import { Notice, Status } from '../../ui/status.js';
import { Table } from '../../ui/table.js';
import ui from '../../ui/ui.module.css';
import { When } from '../../ui/when.js';
import { type ClientSecret, secretsQuery, useSecretWrites } from '../client-queries.js';
import { useClientPage } from '../page/client-page-context.js';
import { Tool } from '../page/tool.js';
import classes from './credentials.module.css';
import { RotateDialog } from './rotate-dialog.js';

/** The secrets of a client: which there are, which are still used, and a new one without an outage. */
export function CredentialsTab() {
  const { client, effective } = useClientPage();
  const { data, error, isPending, refetch } = useQuery(secretsQuery(client.client_id));
  const { end } = useSecretWrites(client.client_id);
  const mayWrite = useMay('clients:secrets');
  const [rotating, setRotating] = useState(false);
  const [ending, setEnding] = useState<ClientSecret>();
  const usesSecret = holds(hasClientSecret, { ...effective });
  const active = data?.items.filter(({ retired }) => !retired).length ?? 0;

  return (
    <Tool
      title="Client secrets"
      intro="Only digests are kept. Add a new one, deploy it, and end the old one when it has gone quiet."
      actions={
        usesSecret &&
        mayWrite && (
          <Button leftSection={<Plus size={16} />} onClick={() => setRotating(true)}>
            Rotate
          </Button>
        )
      }
    >
      {!usesSecret && (
        <Notice tone="grey">
          <p>
            This client does not authenticate with a secret. Its{' '}
            <Link to="/clients/$clientId/$tab" params={{ clientId: client.client_id, tab: 'authentication' }}>
              authentication method
            </Link>{' '}
            is <code>{effective.token_endpoint_auth_method}</code>.
          </p>
        </Notice>
      )}
      {error && !data ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : data?.items.length === 0 ? (
        usesSecret && <Empty title="No secret yet">Without one this client cannot authenticate.</Empty>
      ) : (
        <Table
          label="Client secrets"
          columns={['Secret', 'State', 'Created', 'Expires', 'Last used']}
          withActions
          loading={isPending}
        >
          {data?.items.map((secret) => (
            <tr key={secret.id}>
              <td>
                <div className={classes.secretName}>{secret.label ?? 'Unnamed'}</div>
                <code>•••• {secret.hint}</code>
              </td>
              <td>{secret.retired ? <Status tone="grey">Retired</Status> : <Status tone="green">Active</Status>}</td>
              <td>
                <When at={secret.created_at} />
                <div className={ui.quiet}>by {secret.created_by}</div>
              </td>
              <td>
                <When at={secret.expires_at} />
              </td>
              <td>
                <When at={secret.last_used_at} />
              </td>
              <td>
                {mayWrite && (
                  <Button variant="default" size="compact-sm" onClick={() => setEnding(secret)}>
                    End now
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {rotating && <RotateDialog replaces={active > 0} onClose={() => setRotating(false)} />}
      {ending && (
        <ConfirmDialog
          title={`End the secret •••• ${ending.hint}?`}
          action="End now"
          onConfirm={(reason) => end(ending.id, reason)}
          onClose={() => setEnding(undefined)}
        >
          <p>It is refused from now on, and cannot be brought back.</p>
          <p>
            Last used: <When at={ending.last_used_at} />.{' '}
            {!ending.retired && active <= 1 && <strong>It is the only active secret of this client.</strong>}
          </p>
        </ConfirmDialog>
      )}
    </Tool>
  );
}
