import { responseTypesSpec } from '@clientele/client-schema';
import { seeOther } from '../http.js';
import { type ResponseMode } from './response-mode.js';

/** The answer in the fragment of the redirect URI, which no server is sent. */
export const fragment: ResponseMode = {
  mode: 'fragment',
  spec: responseTypesSpec('2.1'),
  keepsTokens: true,
  respond: (redirectUri, parameters, { headers }) =>
    seeOther(`${redirectUri}#${new URLSearchParams(parameters).toString()}`, headers),
};
