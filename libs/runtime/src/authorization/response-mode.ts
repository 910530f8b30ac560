import { canBePostedTo, formPostSpec, ours, responseTypesSpec } from '@clientele/client-schema';
import { type Parameters } from '../http.js';
import { defaultResponseMode, responseModes } from '../response-modes/index.js';
import { type Steps, rulesOf } from '../steps.js';
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
  'The response mode is not among the client’s response_modes. A request that names none asks for query.',
);
const modeReachesTheClient = invalidRequest(
  'response-mode-reaches-the-client',
  formPostSpec('2'),
  'a form cannot be posted to this redirect_uri',
  'The redirect URI has the scheme of an app, which the browser opens but posts nothing to.',
);

/** How the answer travels. @throws OAuthError to be sent to the client */
export function readResponseMode(values: Parameters, { client, answerTo }: Target, steps: Steps): string {
  const mode = values.get('response_mode') ?? defaultResponseMode.mode;
  const known = steps.need(modeIsSupported, responseModes.get(mode), () => ({
    sent: mode,
    registered: [...responseModes.keys()],
  }));
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
  const mode = responseModes.get(values.get('response_mode') ?? '')?.mode;
  const isPossible =
    mode !== undefined &&
    (client.response_modes?.includes(mode) ?? true) &&
    (mode !== 'form_post' || canBePostedTo(answerTo));
  return isPossible ? mode : defaultResponseMode.mode;
}
