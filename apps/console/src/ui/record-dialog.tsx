import { type ReactNode } from 'react';
import { whoSaved } from '../words/who-saved.js';
import { ActionDialog } from './action-dialog.js';
import { Notice } from './status.js';

/** What the server notes about every record. */
export interface Noted {
  readonly revision: number;
  readonly updated_by: string;
  readonly updated_at: string;
}

/** A member that somebody else has changed while a form was open. */
export interface TheirChange {
  /** What the form calls it. */
  readonly label: string;
  /** Its value now. */
  readonly words: string;
  /** Whether it was changed in the form as well. */
  readonly contested: boolean;
}

interface Props {
  title: string;
  size?: 'md' | 'lg';
  /** The record as it was last read; undefined: it does not exist yet. */
  record: Noted | undefined;
  /** What somebody else has saved since the form was opened; undefined: nothing. */
  theirs: readonly TheirChange[] | undefined;
  /** The inputs. */
  children: ReactNode;
  /** Stores the record, and closes the dialog where that is all. What it throws is shown. */
  onSave(reason: string): Promise<unknown>;
  onClose(): void;
}

/** The form over one record. Where somebody else saved first, it says so, and goes on from their record. */
export function RecordDialog({ record, theirs, children, onSave, ...dialog }: Props) {
  return (
    <ActionDialog {...dialog} action={record ? 'Save' : 'Create'} onAction={onSave}>
      {record && theirs && <SavedFirst record={record} theirs={theirs} />}
      {children}
    </ActionDialog>
  );
}

/** What somebody else saved while this form was open, and what becomes of it. */
function SavedFirst({ record, theirs }: { record: Noted; theirs: readonly TheirChange[] }) {
  return (
    <Notice tone="amber" title="Somebody else saved first">
      <p>{whoSaved(record)}. What you typed is still here.</p>
      {theirs.length === 0 && <p>Nothing that this form shows has changed.</p>}
      {theirs.length > 0 && (
        <ul>
          {theirs.map(({ label, words, contested }) => (
            <li key={label}>
              {label} is now {words}
              {contested && '; saving replaces it with yours'}.
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
