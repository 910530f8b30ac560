import { jarmSpec } from '@clientele/client-schema';
import { formPost } from './form-post.js';
import { fragment } from './fragment.js';
import { query } from './query.js';
import { type ResponseMode } from './response-mode.js';

/** The answer as a signed JWT in the query. A token may be in it where it is encrypted too, JARM §2.3.1. */
export const queryJwt: ResponseMode = { ...query, mode: 'query.jwt', spec: jarmSpec('2.3.1'), isSecured: true };

/** The same in the fragment. */
export const fragmentJwt: ResponseMode = {
  ...fragment,
  mode: 'fragment.jwt',
  spec: jarmSpec('2.3.2'),
  isSecured: true,
};

/** The same in a form. */
export const formPostJwt: ResponseMode = {
  ...formPost,
  mode: 'form_post.jwt',
  spec: jarmSpec('2.3.3'),
  isSecured: true,
};
