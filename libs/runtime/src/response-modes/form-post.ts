import { formPostSpec } from '@clientele/client-schema';
import { answerPage } from '../pages/answer.js';
import { languageFor } from '../pages/messages.js';
import { type ResponseMode } from './response-mode.js';

/** The answer in a form that the browser posts to the redirect URI: in no address, history or log. */
export const formPost: ResponseMode = {
  mode: 'form_post',
  spec: formPostSpec('2'),
  keepsTokens: true,
  respond: (redirectUri, parameters, { headers, language }) =>
    answerPage({ redirectUri, parameters, headers, language: languageFor(language) }),
};
