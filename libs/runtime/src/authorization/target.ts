import { findRedirectUri, hasWildcard, redirectUriFault, rfc } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type ParsedParameters, type Parameters } from '../http.js';
import { languageFor } from '../pages/messages.js';
import { type RegisteredClient } from '../registered-client.js';
import { type ProtocolRule, type Steps, rulesOf } from '../steps.js';
import { clientNamed, factsOfNobody } from '../wallets.js';
import { orStartOver } from './start-over.js';

const invalidRequest = rulesOf('invalid_request');

export const parameterIsNotRepeated = invalidRequest(
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
  'The request has no redirect_uri, but the client has several or is held to a profile, or it is an OpenID Connect request.',
);
const redirectUriIsRegistered = invalidRequest(
  'redirect-uri-is-registered',
  rfc(9700, '2.1'),
  'redirect_uri is not registered for this client',
  'The redirect URI differs from every registered one.',
);

const redirectUriIsAnAddress = invalidRequest(
  'redirect-uri-is-an-address',
  rfc(9126, '2.4'),
  'redirect_uri is not an https address without a fragment',
  'The redirect URI of the pushed request is no https address, or has a fragment, user information or a wildcard.',
);

/** Who asks and where the answer may go. Until this is known, a fault is shown to the user and never redirected. */
export interface Target extends Way {
  readonly client: RegisteredClient;
  readonly redirect_uri: string | null;
  readonly answerTo: string;
}

/** Finds the client that asks, RFC 6749 §4.1.2.1. @throws OAuthError that must not be redirected */
export async function findClient({ values, repeated }: ParsedParameters, context: Context): Promise<RegisteredClient> {
  const { steps } = context;
  const fatal = ['client_id', 'redirect_uri'].find((name) => repeated.has(name));
  steps.client_id = values.get('client_id') ?? null;
  steps.hold(parameterIsNotRepeated, fatal === undefined, { sent: fatal ?? null });
  const client_id = steps.need(clientIsNamed, values.get('client_id') || undefined);
  const client = steps.need(clientIsKnown, await clientNamed(client_id, context), () =>
    factsOfNobody(client_id, context),
  );
  steps.client_id = client.client_id;
  steps.isOfStranger = client.is_of_stranger;
  steps.ui_locales = languageFor(values.get('ui_locales'), client.default_ui_locale).tag;
  steps.hold(clientIsEnabled, client.enabled, { suggestion: { set: { enabled: true } } });
  return client;
}

/** How a request reached this server. */
export interface Way {
  /** The client has authenticated to push it, RFC 9126 §2. */
  readonly wasPushed: boolean;
}

/** The address of the answer. @throws OAuthError that must not be redirected */
export function targetOf({ values }: ParsedParameters, client: RegisteredClient, way: Way, steps: Steps): Target {
  return { client, ...way, ...redirectTarget(values, client, way, steps) };
}

function redirectTarget(
  values: Parameters,
  client: RegisteredClient,
  way: Way,
  steps: Steps,
): Pick<Target, 'redirect_uri' | 'answerTo'> {
  const sent = values.get('redirect_uri');
  const registered = client.registered_redirect_uris;
  // An answer that goes to the application itself needs no address, unless a profile wants one of every request.
  if (sent === undefined && values.get('response_mode') === 'redirectless' && client.profile === undefined)
    return { redirect_uri: null, answerTo: '' };
  if (sent === undefined) {
    const isOpenId = (values.get('scope') ?? '').split(' ').includes('openid');
    const mayBeLeftOut = client.redirect_uris.length === 1 && !isOpenId && client.profile === undefined;
    const only = mayBeLeftOut ? registered.find(({ value }) => !hasWildcard(value)) : undefined;
    return {
      redirect_uri: null,
      answerTo: orStartOver(client, steps, () =>
        steps.need(redirectUriIsSent, only, { registered: client.redirect_uris }),
      ).value,
    };
  }
  checkRedirectUri(sent, client, way, steps);
  return { redirect_uri: sent, answerTo: sent };
}

/**
 * Byte for byte, save for what the client's policy leaves free, RFC 9700 §2.1; a client that authenticates may be allowed
 * to say another address each time, RFC 9126 §2.4.
 */
export function checkRedirectUri(sent: string, client: RegisteredClient, { wasPushed }: Way, steps: Steps): void {
  if (wasPushed && client.allow_unregistered_redirect_uris) {
    steps.hold(redirectUriIsAnAddress, isWebAddress(sent), { sent });
    return;
  }
  const found = findRedirectUri(client.registered_redirect_uris, sent);
  steps.hold(redirectUriIsRegistered, found !== undefined, () => ({
    sent,
    registered: client.redirect_uris,
    compare: 'text',
    suggestion: { add: { redirect_uris: [sent] } },
  }));
}

/** What nobody has registered has at least to be an address that could be. */
function isWebAddress(sent: string): boolean {
  return sent.startsWith('https://') && redirectUriFault(sent) === undefined && !hasWildcard(sent);
}
