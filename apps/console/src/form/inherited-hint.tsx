import { type Field } from '@clientele/client-schema';
import { valueInWords } from '../words/values.js';
import classes from './form.module.css';

interface Props {
  /** Of the sentence. */
  id: string;
  field: Field;
  inherited: unknown;
  /** Whether the document has a value of its own. */
  own: boolean;
  onReset?: (() => void) | undefined;
}

/** What the server says where this document says nothing, and the way back to it. */
export function InheritedHint({ id, field, inherited, own, onReset }: Props) {
  const words = valueInWords(field, inherited);
  return (
    <p className={classes.inherited}>
      <span id={id}>{own ? `Server setting is ${words}` : `Inherited: server setting is ${words}`}</span>
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
