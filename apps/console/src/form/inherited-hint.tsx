import { type Field } from '@clientele/client-schema';
import { valueInWords } from '../words/values.js';
import { type Inherited } from './document-model.js';
import classes from './form.module.css';
import { useCurrentForm } from './use-document-form.js';

interface Props {
  /** Of the sentence. */
  id: string;
  field: Field;
  inherited: Inherited;
  /** Whether the document has a value of its own. */
  own: boolean;
  onReset?: (() => void) | undefined;
}

/** What a document has where it says nothing, who says so, and the way back to it. */
export function InheritedHint({ id, field, inherited, own, onReset }: Props) {
  const { model } = useCurrentForm();
  const words = valueInWords(field, inherited.value, model.names);
  return (
    <p className={classes.inherited}>
      <span id={id}>{originInWords(words, inherited, own)}</span>
      {own && onReset && (
        <>
          {' · '}
          <button type="button" className={classes.textButton} onClick={onReset}>
            Reset to inherited
          </button>
        </>
      )}
    </p>
  );
}

function originInWords(words: string, { origin, template, locked }: Inherited, own: boolean): string {
  if (locked) return `Locked by template ${template}: ${words}`;
  switch (origin) {
    case 'template':
      return own ? `Template ${template} says ${words}` : `From template ${template}: ${words}`;
    case 'server':
      return own ? `Server setting is ${words}` : `Inherited: server setting is ${words}`;
    case 'default':
      return own ? `Default is ${words}` : `Default: ${words}`;
  }
}
