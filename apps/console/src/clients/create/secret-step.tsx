import { type Schemas } from '@clientele/sdk';
import { Dialog } from '../../ui/dialog.js';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { configQuery } from '../../server/server-queries.js';
import { SecretOnce } from '../../ui/secret-once.js';
import ui from '../../ui/ui.module.css';
import classes from './create.module.css';

/** The secret of the new client. Leaving without having stored it asks once. */
export function SecretStep({ client, onDone }: { client: Schemas['ClientWithSecret']; onDone(): void }) {
  const { data: config } = useQuery(configQuery);
  const blocker = useBlocker({ shouldBlockFn: () => true, enableBeforeUnload: true, withResolver: true });
  return (
    <div className={classes.panel}>
      <p className={classes.created}>
        <strong>{client.client_name}</strong> is created. Its client ID is <code>{client.client_id}</code>.
      </p>
      <SecretOnce
        secret={client.client_secret!}
        client={{ id: client.client_id, issuer: config?.issuer ?? '' }}
        onDone={onDone}
      />
      {blocker.status === 'blocked' && (
        <Dialog onClose={blocker.reset} title="Leave without the secret?">
          <p>It cannot be shown again. A new one can be made on the Credentials tab.</p>
          <div className={ui.dialogActions}>
            <Button variant="default" data-autofocus onClick={blocker.reset}>
              Stay
            </Button>
            <Button color="red" onClick={blocker.proceed}>
              Leave
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
