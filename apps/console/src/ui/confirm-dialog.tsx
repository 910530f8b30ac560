import { Dialog } from './dialog.js';
import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Failure } from './failure.js';
import { ReasonInput } from './reason-input.js';
import classes from './ui.module.css';

interface Props {
  title: string;
  /** What will happen, in numbers where there are some. */
  children: ReactNode;
  /** The verb on the button. */
  action: string;
  /** A word that must be typed first; for what cannot be taken back. */
  typed?: string;
  danger?: boolean;
  /** @param reason why, empty: not said */
  onConfirm(reason: string): Promise<unknown>;
  onClose(): void;
}

export function ConfirmDialog({ title, children, action, typed, danger = true, onConfirm, onClose }: Props) {
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();
  const confirm = async () => {
    setRunning(true);
    setError(undefined);
    try {
      await onConfirm(reason);
      onClose();
    } catch (cause) {
      setError(cause);
    } finally {
      setRunning(false);
    }
  };
  return (
    <Dialog onClose={onClose} title={title}>
      <div className={classes.stack}>
        <div className={classes.prose}>{children}</div>
        {typed !== undefined && (
          <TextInput
            label={
              <>
                Type <code>{typed}</code> to go on
              </>
            }
            data-autofocus
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <ReasonInput value={reason} onChange={setReason} />
        {error !== undefined && <Failure error={error} />}
      </div>
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          color={danger ? 'red' : 'indigo'}
          loading={running}
          disabled={typed !== undefined && text !== typed}
          onClick={() => void confirm()}
        >
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
