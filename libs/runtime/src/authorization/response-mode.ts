import {
  type ResponseType,
  canBePostedTo,
  carriesTokens,
  formPostSpec,
  jarmSpec,
  ours,
  responseTypesSpec,
  securedResponseModes,
} from '@clientele/client-schema';
import { type Parameters } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import {
  defaultResponseMode,
  defaultSecuredMode,
  responseModeNamed,
  responseModesSupported,
} from '../response-modes/index.js';
import { type ResponseMode } from '../response-modes/response-mode.js';
import { type ProtocolRule, type Steps, rulesOf } from '../steps.js';
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
const modeIsSecured = invalidRequest(
  'response-mode-is-secured',
  jarmSpec('2.3'),
  'this client must ask for a response mode whose answer is a JWT',
  'The client must have signed answers (require_jwt_secured_authorization_response), and the response mode has none.',
);
const modeKeepsTokens = invalidRequest(
  'response-mode-keeps-tokens',
  responseTypesSpec('5'),
  'this response mode must not carry a token',
  'The answer would carry a token in the query of an address, which browsers keep and servers log.',
);
export const signInApiIsAllowed: ProtocolRule = {
  id: 'sign-in-api-is-allowed',
  spec: ours('redirectless'),
  error: 'unauthorized_client',
  description: 'the client may not use the sign-in API',
  sentence: 'The client’s allow_redirectless_authentication is off.',
};
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
  { client, answerTo }: Pick<Target, 'client' | 'answerTo'>,
  steps: Steps,
): string {
  const withToken = carriesTokens(type);
  const sent = values.get('response_mode') ?? defaultResponseMode(withToken).mode;
  const known = steps.need(modeIsSupported, responseModeNamed(sent, withToken), () => ({
    sent,
    registered: responseModesSupported,
  }));
  if (known.mode === 'redirectless') steps.hold(signInApiIsAllowed, client.allow_redirectless_authentication);
  steps.hold(modeIsSecured, isSecuredFor(client, known), () => ({ sent, registered: securedResponseModes }));
  steps.hold(modeKeepsTokens, !withToken || keepsTokens(client, known), { sent, registered: type });
  steps.hold(modeIsAllowed, isAllowed(client, sent, known), () => ({
    sent,
    registered: client.response_modes ?? [],
    suggestion: { add: { response_modes: [sent] } },
  }));
  steps.hold(modeReachesTheClient, reaches(answerTo, known), { sent: answerTo });
  return known.mode;
}

/** How a refusal travels that comes before anything was checked: as the request says, as far as that is possible. */
export function responseModeOfRefusal(
  values: Parameters,
  { client, answerTo }: Pick<Target, 'client' | 'answerTo'>,
): string {
  const withToken = wordsOf(values).some((word) => word === 'token' || word === 'id_token');
  const sent = values.get('response_mode') ?? '';
  const asked = responseModeNamed(sent, withToken);
  const isPossible =
    asked !== undefined &&
    isSecuredFor(client, asked) &&
    (!withToken || keepsTokens(client, asked)) &&
    isAllowed(client, sent, asked) &&
    reaches(answerTo, asked);
  if (isPossible) return asked.mode;
  // Whoever must have signed answers is told nothing otherwise, JARM §2.
  const usual = client.require_jwt_secured_authorization_response ? defaultSecuredMode : defaultResponseMode;
  return usual(withToken).mode;
}

function isSecuredFor(client: RegisteredClient, { isSecured }: ResponseMode): boolean {
  return isSecured === true || !client.require_jwt_secured_authorization_response;
}

/** JARM §2.3.1: what is encrypted may be seen by anybody. */
function keepsTokens(client: RegisteredClient, mode: ResponseMode): boolean {
  return mode.keepsTokens || (mode.isSecured === true && client.authorization_encrypted_response_alg !== undefined);
}

function isAllowed({ response_modes }: RegisteredClient, sent: string, { mode }: ResponseMode): boolean {
  return !response_modes || response_modes.includes(mode) || response_modes.some((one) => one === sent);
}

function reaches(address: string, { mode }: ResponseMode): boolean {
  return !mode.startsWith('form_post') || canBePostedTo(address);
}
