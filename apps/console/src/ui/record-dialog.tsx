import { Dialog } from './dialog.js';
import { Problem } from '@clientele/sdk';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { memberOf } from '../form/faults.js';
import { Failure } from './failure.js';
import ui from './ui.module.css';

interface Props {
  title: string;
  action: string;
  onSubmit(): Promise<unknown>;
  onClose(): void;
  /** The inputs; each is told what the API had against its member. */
  children(faultOf: (member: string) => string | undefined): ReactNode;
}

/** A small form over one record. What the API refuses stands under the input that it is about. */
export function RecordDialog({ title, action, onSubmit, onClose, children }: Props) {
  const [error, setError] = useState<unknown>();
  const [running, setRunning] = useState(false);
  const submit = async () => {
    setRunning(true);
    setError(undefined);
    try {
      await onSubmit();
      onClose();
    } catch (cause) {
      setError(cause);
    } finally {
      setRunning(false);
    }
  };
  const faults = error instanceof Problem ? error.errors : [];
  const faultOf = (member: string) =>
    faults
      .filter(({ pointer }) => memberOf(pointer) === member)
      .map(({ detail }) => detail)
      .join('; ') || undefined;
  return (
    <Dialog onClose={onClose} title={title}>
      <form
        className={ui.stack}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {error !== undefined && <Failure error={error} />}
        {children(faultOf)}
        <div className={ui.dialogActions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={running}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
