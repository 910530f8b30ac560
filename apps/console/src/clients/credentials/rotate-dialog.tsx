import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCurrentForm } from '../../form/use-document-form.js';
import { useMay } from '../../session/session-context.js';
import { ActionDialog } from '../../ui/action-dialog.js';
import { Notice } from '../../ui/status.js';
import ui from '../../ui/ui.module.css';
import { durationInWords } from '../../words/duration.js';
import { useSecretWrites } from '../client-queries.js';
import { useClientPage } from '../page/client-page-context.js';
import { FreshSecretDialog } from '../page/fresh-secret-dialog.js';

interface Props {
  /** Whether there is a secret that the new one takes the place of. */
  replaces: boolean;
  onClose(): void;
}

/** How long deployments take, in seconds; the value of the client joins them. */
const usualRetentions = [0, 3600, 86_400, 3 * 86_400, 7 * 86_400, 30 * 86_400];

/** A new secret, and what becomes of the one before. It lives in this dialog and dies with it. */
export function RotateDialog({ replaces, onClose }: Props) {
  const { client, effective } = useClientPage();
  const { rotate } = useSecretWrites(client.client_id);
  const present = effective.client_secret_retention_ttl;
  const [retention, setRetention] = useState(present);
  const [label, setLabel] = useState('');
  const [secret, setSecret] = useState<string>();
  const maySet = useMaySetRetention();
  const generate = async (reason: string) => {
    const change = retention === present ? {} : { client_secret_retention_ttl: retention };
    setSecret((await rotate({ ...(label.trim() && { label: label.trim() }), ...change }, reason)).client_secret);
  };

  if (secret !== undefined) {
    return (
      <FreshSecretDialog clientId={client.client_id} fresh={{ title: 'Client secret', secret }} onDone={onClose} />
    );
  }
  return (
    <ActionDialog title="Rotate the client secret" action="Generate" onAction={generate} onClose={onClose}>
      {replaces ? (
        <Consequence retention={retention} />
      ) : (
        <p className={ui.prose}>A secret is generated and shown once.</p>
      )}
      {replaces && maySet && (
        <NativeSelect
          label="The old secret"
          description="Changes the retention of replaced secrets of this client, also for the next time."
          value={retention}
          data={choices(present)}
          onChange={(event) => setRetention(Number(event.currentTarget.value))}
        />
      )}
      <TextInput
        label="Label"
        description="What tells it apart from the others, such as where it is used."
        placeholder="production, November"
        maxLength={64}
        autoComplete="off"
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
    </ActionDialog>
  );
}

/** What a rotation does to whoever still uses the secret before. */
function Consequence({ retention }: { retention: number }) {
  return retention === 0 ? (
    <Notice tone="amber" title="The old secret stops working at once.">
      <p>Whatever still uses it is refused until it has the new one.</p>
    </Notice>
  ) : (
    <Notice tone="blue" title={`The old secret keeps working for ${durationInWords(retention)}.`}>
      <p>Deploy the new one within that time.</p>
    </Notice>
  );
}

/** Whether whoever is signed in may say how long replaced secrets of this client work; a template may have locked it. */
function useMaySetRetention(): boolean {
  const { client } = useClientPage();
  const { model } = useCurrentForm();
  const mayWrite = useMay('clients:write');
  return mayWrite && model.inherited('client_secret_retention_ttl', { ...client })?.locked !== true;
}

function choices(present: number): { value: string; label: string }[] {
  return [...new Set([...usualRetentions, present])]
    .toSorted((left, right) => left - right)
    .map((seconds) => ({
      value: String(seconds),
      label: seconds === 0 ? 'Stops working at once' : `Keeps working for ${durationInWords(seconds)}`,
    }));
}
