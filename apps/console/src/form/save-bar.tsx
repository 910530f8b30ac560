import { Button, TextInput } from '@mantine/core';
import { useFormState } from 'react-hook-form';
import { count } from '../words/count.js';
import { longestReason } from '../ui/reason-input.js';
import { faultsOf } from './faults.js';
import classes from './form.module.css';
import { type DocumentForm, usePatch } from './use-document-form.js';

interface Props {
  current: DocumentForm;
  saving: boolean;
  /** Why the save is made; empty: not said. */
  reason: string;
  onReason(reason: string): void;
  onDiscard(): void;
  onReview(): void;
  /** Absent: what is to be saved is reviewed first. */
  onSave?(): void;
}

/** What is not saved yet, and the ways on. It is there only while there is something to save. */
export function SaveBar({ current, saving, reason, onReason, onDiscard, onReview, onSave }: Props) {
  const changes = Object.keys(usePatch(current)).length;
  const { errors } = useFormState({ control: current.form.control });
  const faults = Object.values(errors).reduce(
    (sum, error) => sum + faultsOf(error as { types?: Record<string, unknown> }).length,
    0,
  );
  if (changes === 0) return null;
  return (
    <div
      className={classes.saveBar}
      role="region"
      aria-label="Unsaved changes"
      data-faulty={faults > 0 || undefined}
      data-foot
    >
      <p aria-live="polite">
        {count(changes, 'change')}
        {faults > 0 && `, ${count(faults, 'fault')}`}
      </p>
      <TextInput
        className={classes.saveReason}
        aria-label="Reason"
        placeholder="Reason, for the history"
        maxLength={longestReason}
        autoComplete="off"
        value={reason}
        onChange={(event) => onReason(event.currentTarget.value)}
      />
      <Button variant="subtle" color="gray" onClick={onDiscard}>
        Discard
      </Button>
      <Button variant={onSave ? 'default' : 'filled'} onClick={onReview}>
        Review changes
      </Button>
      {onSave && (
        <Button loading={saving} onClick={onSave}>
          Save
        </Button>
      )}
    </div>
  );
}
