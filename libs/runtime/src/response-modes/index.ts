import { formPost } from './form-post.js';
import { fragment } from './fragment.js';
import { query } from './query.js';
import { redirectless } from './redirectless.js';
import { formPostJwt, fragmentJwt, queryJwt } from './secured.js';
import { type ResponseMode } from './response-mode.js';

/** The response modes of the authorization endpoint; a new one is one file and one line. */
export const responseModes: ReadonlyMap<string, ResponseMode> = new Map(
  [query, fragment, formPost, queryJwt, fragmentJwt, formPostJwt, redirectless].map((mode) => [mode.mode, mode]),
);

/** What requests may name: the modes, and `jwt` for the usual one of those that sign, JARM §2.3.4. */
export const responseModesSupported: readonly string[] = [...responseModes.keys(), 'jwt'];

/** The mode that a request names; undefined: it is not supported. */
export function responseModeNamed(name: string, withToken: boolean): ResponseMode | undefined {
  return name === 'jwt' ? defaultSecuredMode(withToken) : responseModes.get(name);
}

/** The mode of a request for `jwt`. */
export function defaultSecuredMode(withToken: boolean): ResponseMode {
  return withToken ? fragmentJwt : queryJwt;
}

/** The mode of a request that names none, OAuth 2.0 Multiple Response Types §3 and §5. */
export function defaultResponseMode(withToken: boolean): ResponseMode {
  return withToken ? fragment : query;
}
