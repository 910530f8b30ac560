import {
  type GrantType,
  findRedirectUri,
  oidcCore,
  responseTypes,
  responseTypesSpec,
  rfc,
} from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type ParsedParameters, type Parameters } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { responseModes } from '../response-modes/index.js';
import { requestedScope } from '../scopes.js';
import { type ProtocolRule, type Steps } from '../steps.js';

/** An authorization request that has passed every check. JSON: it waits in the store while the user signs in. */
export interface AuthorizationRequest {
  /** Internal id of the client. */
  readonly client: string;
  readonly client_id: string;
  /** As it was sent; null: it was not, and the only registered one is used. */
  readonly redirect_uri: string | null;
  /** Where the answer goes. */
  readonly answerTo: string;
  readonly response_mode: string;
  readonly state?: string;
  readonly scope: readonly string[];
  readonly nonce?: string;
  readonly code_challenge?: string;
  readonly code_challenge_method?: 'S256' | 'plain';
  readonly prompt: readonly string[];
  /** Seconds. */
  readonly max_age?: number;
  readonly login_hint?: string;
  readonly ui_locales?: string;
}

/** Longest value of a parameter that is only carried along: a longer one is refused, never cut. */
const maxCarried = 2048;
const maxPrompt = 100;

const invalidRequest = (
  id: string,
  spec: ProtocolRule['spec'],
  description: string,
  sentence: string,
): ProtocolRule => ({
  id,
  spec,
  error: 'invalid_request',
  description,
  sentence,
});

const parameterIsNotRepeated = invalidRequest(
  'parameter-is-not-repeated',
  rfc(6749, '3.1'),
  'a parameter must not be repeated',
  'The request names a parameter more than once.',
);
const clientIsNamed = invalidRequest(
  'client-is-named',
  rfc(6749, '4.1.1'),
  'client_id is missing',
  'The request has no client_id.',
);
const clientIsKnown = invalidRequest(
  'client-is-known',
  rfc(6749, '4.1.2.1'),
  'the client is unknown',
  'No client has this client_id.',
);
const clientIsEnabled: ProtocolRule = {
  id: 'client-is-enabled',
  spec: rfc(6749, '4.1.2.1'),
  error: 'unauthorized_client',
  description: 'the client may not use this server at present',
  sentence: 'The client is switched off.',
};
const redirectUriIsSent = invalidRequest(
  'redirect-uri-is-sent',
  rfc(6749, '3.1.2.3'),
  'redirect_uri is missing',
  'The request has no redirect_uri, but the client has several, or it is an OpenID Connect request.',
);
const redirectUriIsRegistered = invalidRequest(
  'redirect-uri-is-registered',
  rfc(9700, '2.1'),
  'redirect_uri is not registered for this client',
  'The redirect URI differs from every registered one.',
);
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
  sentence: 'The server does not know the response type.',
};
const responseTypeIsAllowed: ProtocolRule = {
  id: 'response-type-is-allowed',
  spec: rfc(6749, '4.1.2.1'),
  error: 'unauthorized_client',
  description: 'the client may not use this response type',
  sentence: 'The client’s grant types or response types do not permit the response type.',
};
const responseModeIsSupported = invalidRequest(
  'response-mode-is-supported',
  responseTypesSpec('2.1'),
  'this server does not support the response mode',
  'The server does not know the response mode.',
);
const challengeIsSent = invalidRequest(
  'code-challenge-is-sent',
  rfc(7636, '4.4.1'),
  'code_challenge is missing: PKCE is required',
  'The client must use PKCE, but the request has no code_challenge.',
);
const challengeIsWellFormed = invalidRequest(
  'code-challenge-is-well-formed',
  rfc(7636, '4.2'),
  'code_challenge is malformed',
  'The code_challenge is not what its method makes: 43 base64url characters for S256.',
);
const challengeMethodIsAllowed = invalidRequest(
  'code-challenge-method-is-allowed',
  rfc(7636, '4.3'),
  'code_challenge_method is not allowed for this client',
  'The client may not use this code_challenge_method; a missing one means plain.',
);
const promptIsKnown = invalidRequest(
  'prompt-is-known',
  oidcCore('3.1.2.1'),
  'prompt must be none, or of login, consent and select_account',
  'The prompt parameter has an unknown value, or combines none with others.',
);
const maxAgeIsSeconds = invalidRequest(
  'max-age-is-seconds',
  oidcCore('3.1.2.1'),
  'max_age must be a whole number of seconds',
  'The max_age parameter is not a whole number of seconds.',
);
const parameterIsShort = invalidRequest(
  'parameter-is-short',
  rfc(6749, '4.1.1'),
  `a parameter is longer than ${maxCarried} characters`,
  'A parameter is longer than this server carries.',
);

const unsupported = (
  name: string,
  error: 'request_not_supported' | 'request_uri_not_supported' | 'registration_not_supported',
): ProtocolRule & { name: string } => ({
  name,
  id: `${name.replaceAll('_', '-')}-is-not-sent`,
  spec: oidcCore('3.1.2.6'),
  error,
  description: `this server does not support the parameter ${name}`,
  sentence: `The request uses the parameter ${name}, which this server does not support.`,
});
const unsupportedParameters = [
  unsupported('request', 'request_not_supported'),
  unsupported('request_uri', 'request_uri_not_supported'),
  unsupported('registration', 'registration_not_supported'),
] as const;

/** Who asks and where the answer may go. Until this is known, a fault is shown to the user and never redirected. */
export interface Target {
  readonly client: RegisteredClient;
  readonly redirect_uri: string | null;
  readonly answerTo: string;
}

/** Finds the client and the address of the answer, RFC 6749 §4.1.2.1. @throws OAuthError that must not be redirected */
export async function findTarget({ values, repeated }: ParsedParameters, context: Context): Promise<Target> {
  const { steps, registry } = context;
  const fatal = ['client_id', 'redirect_uri'].find((name) => repeated.has(name));
  steps.client_id = values.get('client_id') ?? null;
  steps.hold(parameterIsNotRepeated, fatal === undefined, { sent: fatal ?? null });
  const client_id = steps.need(clientIsNamed, values.get('client_id') || undefined);
  const client = steps.need(clientIsKnown, await registry.client(client_id), { sent: client_id });
  steps.hold(clientIsEnabled, client.enabled, { suggestion: { enabled: true } });
  return { client, ...redirectTarget(values, client, steps) };
}

function redirectTarget(values: Parameters, client: RegisteredClient, steps: Steps): Omit<Target, 'client'> {
  const sent = values.get('redirect_uri');
  const registered = client.registered_redirect_uris;
  if (sent === undefined) {
    const isOpenId = (values.get('scope') ?? '').split(' ').includes('openid');
    const only = registered.length === 1 && !isOpenId ? registered[0] : undefined;
    return {
      redirect_uri: null,
      answerTo: steps.need(redirectUriIsSent, only, { registered: client.redirect_uris }).value,
    };
  }
  checkRedirectUri(sent, client, steps);
  return { redirect_uri: sent, answerTo: sent };
}

/** Byte for byte, save for a loopback port where it is free, RFC 9700 §2.1. */
export function checkRedirectUri(sent: string, client: RegisteredClient, steps: Steps): void {
  const found = findRedirectUri(client.registered_redirect_uris, sent);
  steps.hold(redirectUriIsRegistered, found !== undefined, () => ({
    sent,
    registered: client.redirect_uris,
    suggestion: { redirect_uris: [...client.redirect_uris, sent] },
  }));
}

/** Checks the rest of the request. @throws OAuthError to be sent to the target */
export async function checkRequest(
  { values, repeated }: ParsedParameters,
  { client, redirect_uri, answerTo }: Target,
  context: Context,
): Promise<AuthorizationRequest> {
  const { steps, registry } = context;
  steps.hold(parameterIsNotRepeated, repeated.size === 0, () => ({ sent: [...repeated].join(' ') }));
  for (const rule of unsupportedParameters) steps.hold(rule, !values.has(rule.name));
  for (const name of ['state', 'nonce', 'login_hint', 'ui_locales']) {
    const length = values.get(name)?.length ?? 0;
    steps.hold(parameterIsShort, length <= maxCarried, { sent: `${name} of ${length} characters` });
  }
  checkResponseType(values, client, steps);
  const response_mode = values.get('response_mode') ?? 'query';
  steps.hold(responseModeIsSupported, responseModes.has(response_mode), {
    sent: response_mode,
    registered: [...responseModes.keys()],
  });
  const max_age = readMaxAge(values, steps);
  return {
    client: client.id,
    client_id: client.client_id,
    redirect_uri,
    answerTo,
    response_mode,
    scope: requestedScope(values.get('scope') || undefined, client, await registry.server(), steps),
    prompt: readPrompt(values, steps),
    ...readChallenge(values, client, steps),
    ...(max_age !== undefined && { max_age }),
    ...carried(values, 'state', 'nonce', 'login_hint', 'ui_locales'),
  };
}

/** RFC 6749 §3.1.1: the order of words means nothing. */
function checkResponseType(values: Parameters, client: RegisteredClient, steps: Steps): void {
  const sent = steps.need(responseTypeIsSent, values.get('response_type') || undefined);
  const words = sent.split(' ').toSorted().join(' ');
  const type = steps.need(
    responseTypeIsSupported,
    responseTypes.find((known) => known === words),
    {
      sent,
      registered: responseTypes,
    },
  );
  const permitted = client.grant_types.includes('authorization_code' satisfies GrantType);
  const listed = !client.restrict_response_types || client.response_types.includes(type);
  steps.hold(responseTypeIsAllowed, permitted && listed, {
    sent,
    registered: permitted ? client.response_types : client.grant_types,
    ...(!permitted && { suggestion: { grant_types: [...client.grant_types, 'authorization_code'] } }),
  });
}

function readChallenge(
  values: Parameters,
  client: RegisteredClient,
  steps: Steps,
): Pick<AuthorizationRequest, 'code_challenge' | 'code_challenge_method'> {
  const code_challenge = values.get('code_challenge');
  if (code_challenge === undefined) {
    steps.hold(challengeIsSent, !client.require_pkce && !values.has('code_challenge_method'));
    return {};
  }
  // RFC 7636 §4.3: a missing method is plain.
  const sent = values.get('code_challenge_method') ?? 'plain';
  const code_challenge_method = steps.need(
    challengeMethodIsAllowed,
    client.allowed_code_challenge_methods.find((method) => method === sent),
    { sent, registered: client.allowed_code_challenge_methods },
  );
  const form = code_challenge_method === 'S256' ? /^[A-Za-z0-9_-]{43}$/ : /^[A-Za-z0-9._~-]{43,128}$/;
  steps.hold(challengeIsWellFormed, form.test(code_challenge), { sent: `${code_challenge.length} characters` });
  return { code_challenge, code_challenge_method };
}

function readPrompt(values: Parameters, steps: Steps): readonly string[] {
  const sent = values.get('prompt');
  if (!sent) return [];
  const words = sent.length <= maxPrompt ? sent.split(' ') : [];
  const known =
    words.length > 0 && words.every((word) => ['none', 'login', 'consent', 'select_account'].includes(word));
  steps.hold(promptIsKnown, known && (words.length === 1 || !words.includes('none')), { sent });
  return words;
}

function readMaxAge(values: Parameters, steps: Steps): number | undefined {
  const sent = values.get('max_age');
  if (sent === undefined) return undefined;
  return steps.need(maxAgeIsSeconds, /^(0|[1-9]\d{0,9})$/.test(sent) ? Number(sent) : undefined, { sent });
}

function carried(
  values: Parameters,
  ...names: ('state' | 'nonce' | 'login_hint' | 'ui_locales')[]
): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (values.has(name) ? [[name, values.get(name)!]] : [])));
}
