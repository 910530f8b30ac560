import {
  type ResponseType,
  canBePostedTo,
  carriesTokens,
  formPostSpec,
  ours,
  responseTypesSpec,
} from '@clientele/client-schema';
import { type Parameters } from '../http.js';
import { defaultResponseMode, responseModes } from '../response-modes/index.js';
import { type Steps, rulesOf } from '../steps.js';
import { wordsOf } from './response-type.js';
import { type Target } from './target.js';

const invalidRequest = rulesOf('invalid_request');

const modeIsSupported = invalidRequest(
  'response-mode-is-supported',
  responseTypesSpec('2.1'),
  'this server does not support the response mode',
  'The server does not know the response mode.',
);
const modeIsAllowed = invalidRequest(
  'response-mode-is-allowed',
  ours('clients'),
  'the client may not use this response mode',
  'The response mode is not among the client’s response_modes. A request that names none asks for query, or for fragment where the answer carries a token.',
);
const modeKeepsTokens = invalidRequest(
  'response-mode-keeps-tokens',
  responseTypesSpec('5'),
  'this response mode must not carry a token',
  'The answer would carry a token in the query of an address, which browsers keep and servers log.',
);
const modeReachesTheClient = invalidRequest(
  'response-mode-reaches-the-client',
  formPostSpec('2'),
  'a form cannot be posted to this redirect_uri',
  'The redirect URI has the scheme of an app, which the browser opens but posts nothing to.',
);

/** How the answer travels. @throws OAuthError to be sent to the client */
export function readResponseMode(
  values: Parameters,
  type: ResponseType,
  { client, answerTo }: Target,
  steps: Steps,
): string {
  const withToken = carriesTokens(type);
  const mode = values.get('response_mode') ?? defaultResponseMode(withToken).mode;
  const known = steps.need(modeIsSupported, responseModes.get(mode), () => ({
    sent: mode,
    registered: [...responseModes.keys()],
  }));
  steps.hold(modeKeepsTokens, known.keepsTokens || !withToken, { sent: mode, registered: type });
  const { response_modes } = client;
  steps.hold(modeIsAllowed, !response_modes || response_modes.includes(known.mode), () => ({
    sent: mode,
    registered: response_modes ?? [],
    suggestion: { add: { response_modes: [mode] } },
  }));
  steps.hold(modeReachesTheClient, mode !== 'form_post' || canBePostedTo(answerTo), { sent: answerTo });
  return mode;
}

/** How a refusal travels that comes before anything was checked: as the request says, as far as that is possible. */
export function responseModeOfRefusal(values: Parameters, { client, answerTo }: Target): string {
  const withToken = wordsOf(values).some((word) => word === 'token' || word === 'id_token');
  const asked = responseModes.get(values.get('response_mode') ?? '');
  const isPossible =
    asked !== undefined &&
    (asked.keepsTokens || !withToken) &&
    (client.response_modes?.includes(asked.mode) ?? true) &&
    (asked.mode !== 'form_post' || canBePostedTo(answerTo));
  return (isPossible ? asked : defaultResponseMode(withToken)).mode;
}
