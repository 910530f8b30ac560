import { code } from './code.js';
import { idToken } from './id-token.js';
import { token } from './token.js';
import { type ResponsePart } from './response-part.js';

/**
 * What the authorization endpoint may answer with: the access token first, whose grant a code goes on with, and the ID
 * token last, as it vouches for the others. A new part is one file and one line.
 */
export const responseParts: readonly ResponsePart[] = [token, code, idToken];
