import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Dialog } from './dialog.js';
import { Failure } from './failure.js';
import { ReasonInput } from './reason-input.js';
import classes from './ui.module.css';

interface Props {
  title: string;
  size?: 'md' | 'lg';
  /** What is decided on, and the inputs that it takes. */
  children: ReactNode;
  /** The verb on the button. */
  action: string;
  danger?: boolean;
  /** Whether something has to be said first. */
  disabled?: boolean;
  /**
   * Does it, and closes the dialog where that is all. What it throws is shown above the buttons.
   * @param reason why, empty: not said
   */
  onAction(reason: string): Promise<unknown>;
  onClose(): void;
}

/** A dialog that does one thing: with what it takes, and why it is done. */
export function ActionDialog(props: Props) {
  const { title, size, children, action, danger = false, disabled = false, onAction, onClose } = props;
  const [reason, setReason] = useState('');
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();
  const act = async () => {
    setRunning(true);
    setError(undefined);
    try {
      await onAction(reason);
    } catch (cause) {
      setError(cause);
    } finally {
      setRunning(false);
    }
  };
  return (
    <Dialog onClose={onClose} title={title} {...(size && { size })}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!disabled && !running) void act();
        }}
      >
        <div className={classes.stack}>
          {children}
          <ReasonInput value={reason} onChange={setReason} />
          {error !== undefined && <Failure error={error} />}
        </div>
        <div className={classes.dialogActions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color={danger ? 'red' : 'indigo'} loading={running} disabled={disabled}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
