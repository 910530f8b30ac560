import { Dialog } from '../../ui/dialog.js';
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { configQuery } from '../../server/server-queries.js';
import { Failure } from '../../ui/failure.js';
import { ReasonInput } from '../../ui/reason-input.js';
import { SecretOnce } from '../../ui/secret-once.js';
import ui from '../../ui/ui.module.css';
import { useSecretWrites } from '../client-queries.js';

/** A new secret beside the old ones. It lives in this dialog and dies with it. */
export function RotateDialog({ clientId, onClose }: { clientId: string; onClose(): void }) {
  const { rotate } = useSecretWrites(clientId);
  const { data: config } = useQuery(configQuery);
  const [label, setLabel] = useState('');
  const [reason, setReason] = useState('');
  const [secret, setSecret] = useState<string>();
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();
  const start = async () => {
    setRunning(true);
    setError(undefined);
    try {
      setSecret((await rotate(label.trim(), reason)).client_secret);
    } catch (cause) {
      setError(cause);
    } finally {
      setRunning(false);
    }
  };

  if (secret !== undefined) {
    return (
      // Only "I have stored it" closes this: a stray click must not lose the secret.
      <Dialog onClose={() => undefined} dismissible={false} label="New client secret" size="lg">
        <div className={ui.stack}>
          <SecretOnce secret={secret} clientId={clientId} issuer={config?.issuer ?? ''} onDone={onClose} />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog onClose={onClose} title="Rotate the client secret">
      <form
        className={ui.stack}
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <p className={ui.prose}>
          A new secret is generated. The old ones keep working for the retention time of this client, so that
          deployments can follow.
        </p>
        <TextInput
          label="Label"
          description="What tells it apart from the others, such as where it is used."
          placeholder="production, November"
          maxLength={64}
          autoComplete="off"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <ReasonInput value={reason} onChange={setReason} />
        {error !== undefined && <Failure error={error} />}
        <div className={ui.dialogActions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={running}>
            Generate
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
