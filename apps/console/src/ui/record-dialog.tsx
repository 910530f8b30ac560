import { Problem } from '@clientele/sdk';
import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { isAt } from '../form/faults.js';
import { whoSaved } from '../words/who-saved.js';
import { Dialog } from './dialog.js';
import { Failure } from './failure.js';
import { type Noted, type RecordForm, type Values } from './record-form.js';
import { ReasonInput } from './reason-input.js';
import { Notice } from './status.js';
import ui from './ui.module.css';

interface Props<R extends Noted, V extends Values<V>> {
  title: string;
  form: RecordForm<R, V>;
  /** What the inputs are called, by member. */
  labels: Readonly<Record<keyof V, string>>;
  /** Stores the changes to the record of the form; without one, a new record that differs from a blank one by them. */
  onSave(changes: Partial<V>, reason: string): Promise<unknown>;
  /** Reads the record anew, after somebody else was faster. */
  onReload(record: R): Promise<R>;
  onClose(): void;
  /** The inputs; each is told what the API had against its member, or a place within it. */
  children(faultOf: (member: string) => string | undefined): ReactNode;
}

/**
 * A small form over one record. Only what was changed is sent. What the API refuses stands under the input that it is
 * about; where somebody else saved first, the form goes on from their record with everything that was typed.
 */
export function RecordDialog<R extends Noted, V extends Values<V>>(props: Props<R, V>) {
  const { title, form, labels, onSave, onReload, onClose, children } = props;
  const { record, changes } = form;
  const [error, setError] = useState<unknown>();
  const [running, setRunning] = useState(false);
  const [reason, setReason] = useState('');
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error !== undefined) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);

  const handle = async (cause: unknown) => {
    if (record && cause instanceof Problem && cause.status === 412) form.rebase(await onReload(record));
    else throw cause;
  };
  const submit = async () => {
    setRunning(true);
    setError(undefined);
    try {
      if (record && Object.keys(changes).length === 0) onClose();
      else await onSave(changes, reason).then(onClose, handle);
    } catch (cause) {
      setError(cause);
    } finally {
      setRunning(false);
    }
  };
  const faults = error instanceof Problem ? error.errors : [];
  const placed = new Set<string>();
  const inputs = children((member) => {
    placed.add(member);
    return (
      faults
        .filter(({ pointer }) => isAt(member, pointer))
        .map(({ detail }) => detail)
        .join('; ') || undefined
    );
  });
  const isPlaced =
    faults.length > 0 && faults.every(({ pointer }) => [...placed].some((member) => isAt(member, pointer)));
  return (
    <Dialog onClose={onClose} title={title}>
      <form
        ref={element}
        className={ui.stack}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {error !== undefined && !isPlaced && <Failure error={error} />}
        {error === undefined && record && form.theirs && <SavedFirst {...{ record, form, labels }} />}
        {inputs}
        <ReasonInput value={reason} onChange={setReason} />
        <div className={ui.dialogActions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={running}>
            {record ? 'Save' : 'Create'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type SavedFirstProps<R extends Noted, V extends Values<V>> = Pick<Props<R, V>, 'form' | 'labels'> & { record: R };

/** What somebody else saved while this form was open, and what becomes of it. */
function SavedFirst<R extends Noted, V extends Values<V>>({ record, form, labels }: SavedFirstProps<R, V>) {
  const { theirs = {}, changes } = form;
  const changed = Object.entries(theirs) as [keyof V & string, V[keyof V]][];
  return (
    <Notice tone="amber" title="Somebody else saved first">
      <p>{whoSaved(record)}. What you typed is still here.</p>
      {changed.length === 0 && <p>Nothing that this form shows has changed.</p>}
      {changed.length > 0 && (
        <ul>
          {changed.map(([member, value]) => (
            <li key={member}>
              {labels[member]} is now {inWords(value)}
              {member in changes && '; saving replaces it with yours'}.
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function inWords(value: string | readonly string[] | null): string {
  return [value ?? []].flat().join(', ') || 'empty';
}
