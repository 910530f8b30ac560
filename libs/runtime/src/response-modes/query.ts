import { responseTypesSpec } from '@clientele/client-schema';
import { seeOther } from '../http.js';
import { withParameters } from '../uri-query.js';
import { type ResponseMode } from './response-mode.js';

/** The answer in the query of the redirect URI. The registered query is kept as it is, RFC 6749 §3.1.2. */
export const query: ResponseMode = {
  mode: 'query',
  spec: responseTypesSpec('2.1'),
  keepsTokens: false,
  respond(redirectUri, parameters, { headers }) {
    return seeOther(withParameters(redirectUri, parameters), headers);
  },
};
