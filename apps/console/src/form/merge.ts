import { edits, formValues, isSame } from './difference.js';
import { type Document, type DocumentModel } from './document-model.js';

/** Two people changed the same document: what of it meets, and what does not. */
export interface Merge {
  /** Members that only they changed. */
  readonly theirs: Document;
  /** Members that both changed, to different values. */
  readonly contested: readonly string[];
}

/** @param base what I started from  @param mine my edits  @param current the document as it is stored now */
export function compareEdits(model: DocumentModel, base: Document, mine: Document, current: Document): Merge {
  const theirs = edits(base, formValues(model.fields, current));
  const contested = Object.keys(mine).filter((name) => name in theirs && !isSame(theirs[name], mine[name]));
  return { theirs: Object.fromEntries(Object.entries(theirs).filter(([name]) => !(name in mine))), contested };
}
