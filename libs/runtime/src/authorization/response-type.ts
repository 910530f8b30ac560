import {
  type ResponseType,
  fapi1Baseline,
  grantTypesMissing,
  oidcCore,
  parseResponseType,
  partsOf,
  responseTypesOf,
  rfc,
} from '@clientele/client-schema';
import { type Parameters } from '../http.js';
import { type Suggestion } from '../ports/receipt-store.js';
import { type ServerState } from '../ports/settings-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { type ProtocolRule, type Steps, rulesOf } from '../steps.js';

const invalidRequest = rulesOf('invalid_request');

const responseTypeIsSent = invalidRequest(
  'response-type-is-sent',
  rfc(6749, '3.1.1'),
  'response_type is missing',
  'The request has no response_type.',
);
const responseTypeIsSupported: ProtocolRule = {
  id: 'response-type-is-supported',
  spec: rfc(6749, '4.1.2.1'),
  error: 'unsupported_response_type',
  description: 'this server does not support the response type',
  sentence: 'The server does not know the response type, or the setting allow_legacy_grants switches it off.',
};
const responseTypeIsAllowed: ProtocolRule = {
  id: 'response-type-is-allowed',
  spec: rfc(6749, '4.1.2.1'),
  error: 'unauthorized_client',
  description: 'the client may not use this response type',
  sentence: 'The client’s grant types or response types do not permit the response type.',
};
const boundTokensComeFromTokenEndpoint = invalidRequest(
  'bound-tokens-come-from-the-token-endpoint',
  rfc(9700, '2.2.1'),
  'the access tokens of this client come from the token endpoint alone',
  'The response type has token, but the client’s access tokens are bound to a key or a certificate, which no browser brings.',
);
const idTokenIsAskedWithOpenid = invalidRequest(
  'id-token-is-asked-with-openid',
  oidcCore('3.2.2.1'),
  'a response type with id_token needs the scope openid',
  'The response type has id_token, but the scope does not have openid.',
);
const idTokenIsSigned: ProtocolRule = {
  ...responseTypeIsAllowed,
  id: 'id-token-from-the-browser-is-signed',
  spec: oidcCore('2'),
  sentence:
    'The response type has id_token, but the client’s ID tokens are unsigned (id_token_signed_response_alg is none), so whoever holds the browser could write one.',
};
const nonceIsSent = invalidRequest(
  'nonce-is-sent',
  oidcCore('3.2.2.1'),
  'nonce is missing: a response type with id_token needs it',
  'The response type has id_token, but the request has no nonce, by which the application would tell a stolen ID token.',
);

const answerIsRecognized = invalidRequest(
  'answer-is-recognized',
  fapi1Baseline('5.2.2'),
  'nonce is missing, or without the scope openid state',
  'The client is held to FAPI 1.0, and its request has nothing by which it would tell that an answer is to this very request.',
);

/** What the authorization endpoint is to answer with. @throws OAuthError to be sent to the client */
export function readResponseType(
  values: Parameters,
  client: RegisteredClient,
  { settings }: ServerState,
  steps: Steps,
): ResponseType {
  const sent = steps.need(responseTypeIsSent, values.get('response_type') || undefined);
  const supported = responseTypesOf(settings);
  const known = parseResponseType(sent);
  const type = steps.need(
    responseTypeIsSupported,
    supported.find((one) => one === known),
    { sent, registered: supported },
  );
  steps.hold(responseTypeIsAllowed, client.permitted_response_types.includes(type), () => ({
    sent,
    registered: client.permitted_response_types,
    suggestion: permitting(type, client),
  }));
  const isBound = client.dpop_bound_access_tokens || client.tls_client_certificate_bound_access_tokens;
  steps.hold(boundTokensComeFromTokenEndpoint, !(isBound && partsOf(type).includes('token')), { sent });
  const isUnsigned = client.id_token_signed_response_alg === 'none';
  steps.hold(idTokenIsSigned, !(isUnsigned && partsOf(type).includes('id_token')), { sent });
  return type;
}

/** OpenID Connect Core §3.2.2.1: what an ID token that comes through the browser takes. */
export function checkIdTokenRequest(
  type: ResponseType,
  values: Parameters,
  scope: readonly string[],
  steps: Steps,
): void {
  if (!partsOf(type).includes('id_token')) return;
  steps.hold(idTokenIsAskedWithOpenid, scope.includes('openid'), () => ({
    sent: scope.join(' '),
    registered: 'openid',
  }));
  steps.hold(nonceIsSent, Boolean(values.get('nonce')));
}

/** FAPI 1.0 Part 1 §5.2.2.2 and §5.2.2.3: whatever comes back, the client can tell that it has asked for it. */
export function checkAnswerIsRecognized(values: Parameters, scope: readonly string[], steps: Steps): void {
  const name = scope.includes('openid') ? 'nonce' : 'state';
  steps.hold(answerIsRecognized, Boolean(values.get(name)), { sent: `no ${name}` });
}

/** The words of a response type, be it one that is known or not. */
export function wordsOf(values: Parameters): readonly string[] {
  return values.get('response_type')?.split(' ') ?? [];
}

/** What would let the client ask for the response type. */
function permitting(type: ResponseType, client: RegisteredClient): Suggestion {
  const grant_types = grantTypesMissing(type, client.grant_types).flatMap(([first]) => first ?? []);
  const isListed = !client.restrict_response_types || client.response_types.includes(type);
  return {
    add: { ...(grant_types.length > 0 && { grant_types }), ...(!isListed && { response_types: [type] }) },
  };
}
