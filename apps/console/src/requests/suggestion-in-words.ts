import { type Document } from '../form/document-model.js';

/** The button that offers a change with which a refused request would pass. */
export function suggestionInWords(patch: Document): string {
  return 'redirect_uris' in patch ? 'Add this URI…' : 'Change the client…';
}
