import { ours } from '@clientele/client-schema';
import { json } from '../http.js';
import { type ResponseMode } from './response-mode.js';

/** The answer as JSON, to the application itself: no browser is sent anywhere. */
export const redirectless: ResponseMode = {
  mode: 'redirectless',
  spec: ours('redirectless'),
  keepsTokens: true,
  respond(_, parameters, { headers }) {
    return json('error' in parameters ? 400 : 200, parameters, headers);
  },
};
