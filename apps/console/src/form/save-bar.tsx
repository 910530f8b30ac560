import { Button } from '@mantine/core';
import { useFormState } from 'react-hook-form';
import { count } from '../words/count.js';
import { faultsOf } from './faults.js';
import classes from './form.module.css';
import { type DocumentForm, usePatch } from './use-document-form.js';

interface Props {
  current: DocumentForm;
  saving: boolean;
  onDiscard(): void;
  onReview(): void;
  onSave(): void;
}

/** What is not saved yet, and the ways on. It is there only while there is something to save. */
export function SaveBar({ current, saving, onDiscard, onReview, onSave }: Props) {
  const changes = Object.keys(usePatch(current)).length;
  const { errors } = useFormState({ control: current.form.control });
  const faults = Object.values(errors).reduce(
    (sum, error) => sum + faultsOf(error as { types?: Record<string, unknown> }).length,
    0,
  );
  if (changes === 0) return null;
  return (
    <div className={classes.saveBar} role="region" aria-label="Unsaved changes" data-faulty={faults > 0 || undefined}>
      <p aria-live="polite">
        {count(changes, 'change')}
        {faults > 0 && `, ${count(faults, 'fault')}`}
      </p>
      <Button variant="subtle" color="gray" onClick={onDiscard}>
        Discard
      </Button>
      <Button variant="default" onClick={onReview}>
        Review changes
      </Button>
      <Button loading={saving} onClick={onSave}>
        Save
      </Button>
    </div>
  );
}
