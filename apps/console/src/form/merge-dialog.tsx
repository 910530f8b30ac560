import { Dialog } from '../ui/dialog.js';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Changes } from './changes.js';
import { changesInWords, inWords } from './difference.js';
import { type Document } from './document-model.js';
import classes from './form.module.css';
import { compareEdits } from './merge.js';
import { type DocumentForm } from './use-document-form.js';

interface Props {
  current: DocumentForm;
  /** The document as somebody else saved it. */
  theirs: Document;
  /** Who saved it and when, in words. */
  who: string;
  /** The edits to go on with, on top of theirs. */
  onMerge(keep: Document): void;
  onClose(): void;
}

/** Somebody saved first. Nothing that was typed is lost: each contested setting is chosen, the others join by themselves. */
export function MergeDialog({ current, theirs, who, onMerge, onClose }: Props) {
  const { model, base } = current;
  const mine = current.allEdits();
  const { theirs: onlyTheirs, contested } = compareEdits(model, base, mine, theirs);
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const choose = (name: string, takeTheirs: boolean) => {
    const next = new Set(taken);
    if (takeTheirs) next.add(name);
    else next.delete(name);
    setTaken(next);
  };
  const joined = changesInWords(model, base, onlyTheirs);

  return (
    <Dialog onClose={onClose} title="Somebody else saved first" size="lg">
      <p>{who} Your edits are still here.</p>
      {contested.length > 0 && (
        <section className={classes.dialogSection}>
          <h3>Both of you changed</h3>
          {contested.map((name) => {
            const field = model.fields.get(name)!;
            return (
              <fieldset className={classes.mergeChoice} key={name}>
                <legend>{field.options.label}</legend>
                <label>
                  <input type="radio" name={name} checked={!taken.has(name)} onChange={() => choose(name, false)} />
                  <span>Your value: {inWords(model, field, { ...base, ...mine })}</span>
                </label>
                <label>
                  <input type="radio" name={name} checked={taken.has(name)} onChange={() => choose(name, true)} />
                  <span>Their value: {inWords(model, field, theirs)}</span>
                </label>
              </fieldset>
            );
          })}
        </section>
      )}
      {joined.length > 0 && (
        <section className={classes.dialogSection}>
          <h3>They changed, and it joins yours</h3>
          <Changes changes={joined} />
        </section>
      )}
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose}>
          Not now
        </Button>
        <Button onClick={() => onMerge(Object.fromEntries(Object.entries(mine).filter(([name]) => !taken.has(name))))}>
          Merge and keep editing
        </Button>
      </div>
    </Dialog>
  );
}
