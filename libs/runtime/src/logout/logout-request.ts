import { redirectUriFault, rpInitiatedLogout } from '@clientele/client-schema';
import { acceptedLanguages } from '../accepted-languages.js';
import { parameterIsNotRepeated } from '../authorization/target.js';
import { type Context } from '../context.js';
import { type ParsedParameters } from '../http.js';
import { type Language, languageFor } from '../pages/messages.js';
import { type RegisteredClient } from '../registered-client.js';
import { rulesOf } from '../steps.js';
import { type IdTokenHint, audienceOfIdToken, readIdToken } from '../tokens/id-token.js';
import { withParameters } from '../uri-query.js';
import { clientNamed } from '../wallets.js';

/** A logout request that has passed every check. */
export interface LogoutRequest {
  /** Who asks; undefined: nobody says. */
  readonly client: RegisteredClient | undefined;
  /** Whom the ID token names that the client shows; undefined: it shows none. */
  readonly hint: IdTokenHint | undefined;
  /** The name of the user who is to be signed out, as the client knows it. */
  readonly logout_hint: string | undefined;
  /** Where the browser goes afterwards, with the state; undefined: nowhere. */
  readonly returnTo: string | undefined;
  readonly language: Language;
}

/** Longest state that is carried along: a longer one is refused, never cut. */
const maxState = 2048;

const invalidRequest = rulesOf('invalid_request');

const hintIsOurs = invalidRequest(
  'id-token-hint-is-ours',
  rpInitiatedLogout('2'),
  'id_token_hint is no ID token of this server',
  'The id_token_hint is no ID token that this server issued to a client, or its key is no longer published.',
);
const clientIsTheHinted = invalidRequest(
  'client-is-the-audience-of-the-hint',
  rpInitiatedLogout('2'),
  'client_id is not the client of the id_token_hint',
  'The request names another client than the one for which its ID token was issued.',
);
const clientIsKnown = invalidRequest(
  'client-is-known',
  rpInitiatedLogout('2'),
  'the client is unknown',
  'No client has this client_id, or it is switched off.',
);
const addressIsWellFormed = invalidRequest(
  'post-logout-redirect-uri-is-well-formed',
  rpInitiatedLogout('3'),
  'post_logout_redirect_uri is no address that a client could have registered',
  'The post-logout redirect URI is not well-formed.',
);
const addressIsRegistered = invalidRequest(
  'post-logout-redirect-uri-is-registered',
  rpInitiatedLogout('3'),
  'post_logout_redirect_uri is not registered for this client',
  'The post-logout redirect URI differs from every registered one.',
);
const stateIsShort = invalidRequest(
  'parameter-is-short',
  rpInitiatedLogout('2'),
  `a parameter is longer than ${maxState} characters`,
  'A parameter is longer than this server carries.',
);

/** Checks a logout request, RP-Initiated Logout §2. @throws OAuthError for the user: nobody is redirected by a faulty one */
export async function checkLogoutRequest(
  { values, repeated }: ParsedParameters,
  context: Context,
): Promise<LogoutRequest> {
  const { steps, request } = context;
  steps.ui_locales = languageFor(values.get('ui_locales'), acceptedLanguages(request)).tag;
  steps.client_id = values.get('client_id') ?? null;
  steps.hold(parameterIsNotRepeated, repeated.size === 0, () => ({ sent: [...repeated].join(' ') }));
  const state = values.get('state');
  steps.hold(stateIsShort, (state?.length ?? 0) <= maxState, { sent: `state of ${state?.length} characters` });

  const token = values.get('id_token_hint');
  const audience = token === undefined ? undefined : steps.need(hintIsOurs, audienceOfIdToken(token));
  const client_id = values.get('client_id') ?? audience;
  const found = client_id === undefined ? undefined : await clientNamed(client_id, context);
  const client = client_id === undefined ? undefined : steps.need(clientIsKnown, found?.enabled ? found : undefined);
  if (client) steps.client_id = client.client_id;
  if (audience !== undefined) {
    steps.hold(clientIsTheHinted, audience === client_id, { sent: client_id ?? null, registered: audience });
  }
  const hint = token === undefined ? undefined : steps.need(hintIsOurs, await readIdToken(token, client!, context));

  return {
    client,
    hint,
    logout_hint: values.get('logout_hint'),
    returnTo: addressAfterwards(values.get('post_logout_redirect_uri'), state, client, context),
    language: languageFor(values.get('ui_locales'), client?.default_ui_locale, acceptedLanguages(request)),
  };
}

function addressAfterwards(
  sent: string | undefined,
  state: string | undefined,
  client: RegisteredClient | undefined,
  { steps }: Context,
): string | undefined {
  if (sent === undefined) return undefined;
  steps.hold(addressIsWellFormed, redirectUriFault(sent) === undefined, { sent });
  // §3: without a client there is nobody who could have registered it.
  if (!client) return undefined;
  steps.hold(addressIsRegistered, client.post_logout_redirect_uris.includes(sent), {
    sent,
    registered: client.post_logout_redirect_uris,
    compare: 'text',
    suggestion: { add: { post_logout_redirect_uris: [sent] } },
  });
  return withParameters(sent, state === undefined ? {} : { state });
}
