import { formPost } from './form-post.js';
import { fragment } from './fragment.js';
import { query } from './query.js';
import { type ResponseMode } from './response-mode.js';

/** The response modes of the authorization endpoint; a new one is one file and one line. */
export const responseModes: ReadonlyMap<string, ResponseMode> = new Map(
  [query, fragment, formPost].map((mode) => [mode.mode, mode]),
);

/** The mode of a request that names none, OAuth 2.0 Multiple Response Types §3 and §5. */
export function defaultResponseMode(withToken: boolean): ResponseMode {
  return withToken ? fragment : query;
}
