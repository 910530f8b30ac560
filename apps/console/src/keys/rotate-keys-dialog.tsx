import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { ReasonInput } from '../ui/reason-input.js';
import ui from '../ui/ui.module.css';
import { type Pair, useKeyWrites } from './key-queries.js';

interface Props {
  pair: Pair;
  /** Whether the next key has to be given a name. */
  named: boolean;
  onClose(): void;
}

/** The next key of a pair. */
export function RotateKeysDialog({ pair, named, onClose }: Props) {
  const { rotate } = useKeyWrites(pair);
  const [atOnce, setAtOnce] = useState(false);
  const [kid, setKid] = useState('');
  const [reason, setReason] = useState('');
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();
  const start = async () => {
    setRunning(true);
    setError(undefined);
    try {
      await rotate({ at_once: atOnce, ...(named && { id_token_kid: kid.trim() }) }, reason);
      onClose();
    } catch (cause) {
      setError(cause);
      setRunning(false);
    }
  };
  return (
    <Dialog onClose={onClose} title="Rotate the keys">
      <form
        className={ui.stack}
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <p className={ui.prose}>
          A new key is made and published. In ten minutes, when verifiers have read it, it signs.
        </p>
        {named && (
          <TextInput
            label="Key ID"
            description="What the next key is called. No other key of this server may have the name."
            required
            maxLength={255}
            autoComplete="off"
            value={kid}
            onChange={(event) => setKid(event.currentTarget.value)}
          />
        )}
        <Checkbox
          label="Sign with it at once"
          description="For a key that has leaked: some verifiers fail until they read the JWK Set again."
          checked={atOnce}
          onChange={(event) => setAtOnce(event.currentTarget.checked)}
        />
        <ReasonInput value={reason} onChange={setReason} />
        {error !== undefined && <Failure error={error} />}
        <div className={ui.dialogActions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={running}>
            Rotate
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
