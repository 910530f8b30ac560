import { type Change, inWords } from '../../form/difference.js';
import { type DocumentModel } from '../../form/document-model.js';
import { memberOf } from '../../form/faults.js';
import { type Difference } from './history-queries.js';

/** What the API tells of a change, in the words of the form. A field that is no more is told as it stands on the wire. */
export function differenceInWords(model: DocumentModel, { pointer, from, to }: Difference): Change {
  const name = memberOf(pointer);
  const field = model.fields.get(name);
  const words = (value: unknown) => (field ? inWords(model, field, { [name]: value }) : JSON.stringify(value));
  return { name, label: field?.options.label ?? name, before: words(from), after: words(to) };
}
