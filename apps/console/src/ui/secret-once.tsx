import { Button, Checkbox } from '@mantine/core';
import { Download, Eye } from 'lucide-react';
import { useEffect, useState } from 'react';
import { CopyButton } from './copy-button.js';
import classes from './ui.module.css';

const visibleFor = 60_000;

interface Props {
  title?: string;
  secret: string;
  /** Whose it is; absent: no client’s, and there is no file for one. */
  client?: { id: string; issuer: string };
  doneLabel?: string;
  onDone(): void;
}

/** A secret in the only moment in which it can be seen. It covers itself after a minute. */
export function SecretOnce({ title = 'Client secret', secret, client, doneLabel = 'Done', onDone }: Props) {
  const [stored, setStored] = useState(false);
  const [covered, setCovered] = useState(false);
  useEffect(() => {
    if (covered) return undefined;
    const timer = setTimeout(() => setCovered(true), visibleFor);
    return () => clearTimeout(timer);
  }, [covered]);

  return (
    <section className={classes.secret} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span>shown only now</span>
      </header>
      <div className={classes.secretValue}>
        <code>{covered ? '•'.repeat(32) : secret}</code>
        {covered ? (
          <Button variant="default" size="compact-sm" leftSection={<Eye size={14} />} onClick={() => setCovered(false)}>
            Show
          </Button>
        ) : (
          <CopyButton text={secret} label={`Copy the ${title.toLowerCase()}`}>
            Copy
          </CopyButton>
        )}
      </div>
      <p>We show it to nobody again. If it is lost, replace it.</p>
      <div className={classes.secretActions}>
        <Checkbox
          label="I have stored it"
          checked={stored}
          onChange={(event) => setStored(event.currentTarget.checked)}
        />
        {client && (
          <Button
            variant="default"
            leftSection={<Download size={14} />}
            onClick={() => downloadEnv(environmentFile(client.issuer, client.id, secret))}
          >
            Download .env
          </Button>
        )}
        <Button disabled={!stored} onClick={onDone}>
          {doneLabel}
        </Button>
      </div>
    </section>
  );
}

function environmentFile(issuer: string, clientId: string, secret: string): string {
  return `ISSUER=${issuer}\nCLIENT_ID=${clientId}\nCLIENT_SECRET='${secret.replaceAll("'", "'\\''")}'\n`;
}

function downloadEnv(content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = '.env';
  link.click();
  URL.revokeObjectURL(address);
}
