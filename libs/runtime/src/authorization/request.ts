import { type ResponseType, oidcCore, partsOf, rfc } from '@clientele/client-schema';
import { type AuthorizationDetail } from '../authorization-details/authorization-detail.js';
import { requestedDetails } from '../authorization-details/requested-details.js';
import { type ClaimsRequest, type SentClaims } from '../claims-request/claims-request.js';
import { requestedClaims } from '../claims-request/requested-claims.js';
import { type Context } from '../context.js';
import { type ParsedParameters, type Parameters } from '../http.js';
import { languageFor } from '../pages/messages.js';
import { type RegisteredClient } from '../registered-client.js';
import { requestedResources } from '../resource-indicators.js';
import { requestedScope } from '../scopes.js';
import { type ProtocolRule, type Steps, rulesOf } from '../steps.js';
import { readIdToken } from '../tokens/id-token.js';
import { type CodeChallenge, readChallenge } from './code-challenge.js';
import { readResponseMode } from './response-mode.js';
import { checkAnswerIsRecognized, checkIdTokenRequest, readResponseType } from './response-type.js';
import { type Target, parameterIsNotRepeated } from './target.js';

/** An authorization request that has passed every check. JSON: it waits in the store while the user signs in. */
export interface AuthorizationRequest extends CodeChallenge {
  /** Internal id of the client. */
  readonly client: string;
  /** As the request names it: a wallet by its DID. */
  readonly client_id: string;
  /** As it was sent; null: it was not, and the only registered one is used. */
  readonly redirect_uri: string | null;
  /** Where the answer goes. */
  readonly answerTo: string;
  readonly response_type: ResponseType;
  readonly response_mode: string;
  readonly state?: string;
  readonly scope: readonly string[];
  /** The APIs that the access tokens are for, RFC 8707 §2.1. */
  readonly resources: readonly string[];
  /** What is asked for in detail, RFC 9396 §3. */
  readonly authorization_details: readonly AuthorizationDetail[];
  /** What is to be told of the user claim by claim; absent: nothing beyond the scope. */
  readonly claims?: ClaimsRequest;
  readonly nonce?: string;
  readonly prompt: readonly string[];
  /** Seconds; the client's default where the request has none. */
  readonly max_age?: number;
  /** The classes of sign-ins that are preferred, the best first; the client's where the request names none. */
  readonly acr_values: readonly string[];
  /** Whether the request names them. */
  readonly acr_is_asked: boolean;
  /** Whether a sign-in of another class is a failure, OpenID Connect Core §5.5.1.1. */
  readonly acr_is_essential: boolean;
  /** Whether the ID token is to tell when the user signed in, whatever the maximum age. */
  readonly asks_auth_time: boolean;
  readonly login_hint?: string;
  /** The thumbprint of the key that the code is bound to, RFC 9449 §10. */
  readonly dpop_jkt?: string;
  /** The one user that the client will have: whom its id_token_hint names, or the claim sub that it asks for. */
  readonly hinted_sub?: string;
  /** Of the pages, BCP 47. */
  readonly language: string;
  /** Names the pushed request that this is; absent: it came by the browser alone. */
  readonly pushed?: string;
}

/** Longest value of a parameter that is only carried along: a longer one is refused, never cut. */
const maxCarried = 2048;
const maxPrompt = 100;

const invalidRequest = rulesOf('invalid_request');

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
const hintIsOurs = invalidRequest(
  'id-token-hint-is-ours',
  oidcCore('3.1.2.1'),
  'id_token_hint is no ID token of this server for this client',
  'The id_token_hint is no ID token that this server issued to the client, or its key is no longer published.',
);
const oneUserIsNamed = invalidRequest(
  'one-user-is-named',
  oidcCore('5.5.1'),
  'id_token_hint and the claim sub name several users',
  'The request is for one user, but its id_token_hint and the values of the claim sub name several, or something else.',
);
const parameterIsShort = invalidRequest(
  'parameter-is-short',
  rfc(6749, '4.1.1'),
  `a parameter is longer than ${maxCarried} characters`,
  'A parameter is longer than this server carries.',
);

const thumbprintIsWellFormed = invalidRequest(
  'dpop-jkt-is-a-thumbprint',
  rfc(9449, '10'),
  'dpop_jkt must be the SHA-256 thumbprint of a key',
  'The dpop_jkt parameter is not 43 base64url characters, the SHA-256 thumbprint of a key.',
);

const registrationIsNotSent: ProtocolRule = {
  id: 'registration-is-not-sent',
  spec: oidcCore('3.1.2.6'),
  error: 'registration_not_supported',
  description: 'this server does not support the parameter registration',
  sentence: 'The request uses the parameter registration, which this server does not support.',
};

/** Checks the rest of the request. @throws OAuthError to be sent to the target */
export async function checkRequest(
  { values, repeated }: ParsedParameters,
  target: Target,
  context: Context,
): Promise<AuthorizationRequest> {
  const { client, redirect_uri, answerTo } = target;
  const { steps, registry } = context;
  steps.hold(parameterIsNotRepeated, repeated.size === 0, () => ({ sent: [...repeated].join(' ') }));
  steps.hold(registrationIsNotSent, !values.has('registration'));
  for (const name of ['state', 'nonce', 'login_hint', 'ui_locales', 'acr_values']) {
    const length = values.get(name)?.length ?? 0;
    steps.hold(parameterIsShort, length <= maxCarried, { sent: `${name} of ${length} characters` });
  }
  const response_type = readResponseType(values, client, await registry.server(), steps);
  const response_mode = readResponseMode(values, response_type, target, steps);
  const max_age = readMaxAge(values, steps) ?? client.default_max_age;
  const prompt = readPrompt(values, steps);
  const asked = requestedScope(values.get('scope') || undefined, client, await registry.server(), steps);
  checkIdTokenRequest(response_type, values, asked, steps);
  if (client.profile?.answersAreRecognized) checkAnswerIsRecognized(values, asked, steps);
  const jkt = values.get('dpop_jkt');
  steps.hold(thumbprintIsWellFormed, jkt === undefined || /^[A-Za-z0-9_-]{43}$/.test(jkt), () => ({
    sent: `${jkt?.length ?? 0} characters`,
  }));
  const hint = values.get('id_token_hint');
  const hinted = hint ? steps.need(hintIsOurs, await readIdToken(hint, client, context)).sub : undefined;
  const claims = requestedClaims(values, steps);
  const hinted_sub = oneUser(hinted, claims, steps);
  return {
    client: client.id,
    client_id: client.did ?? client.client_id,
    redirect_uri,
    answerTo,
    response_type,
    response_mode,
    scope: asked.filter(
      (name) => name !== 'offline_access' || offlineAccessMayBeGranted(response_type, client, prompt),
    ),
    resources: requestedResources(values, client, steps),
    authorization_details: requestedDetails(values, client, await registry.server(), steps),
    prompt,
    ...(partsOf(response_type).includes('code') && readChallenge(values, target, steps)),
    ...(max_age !== undefined && { max_age }),
    ...(hinted_sub !== undefined && { hinted_sub }),
    ...(claims && { claims: { userinfo: claims.userinfo, id_token: claims.id_token } }),
    asks_auth_time: max_age !== undefined || claims?.id_token['auth_time'] !== undefined,
    ...wantedAcr(values, claims, client),
    language: languageFor(values.get('ui_locales'), client.default_ui_locale).tag,
    ...carried(values, 'state', 'nonce', 'login_hint', 'dpop_jkt'),
  };
}

/** OpenID Connect Core §11: the scope is ignored without a code, and without prompt=consent for a client that says so. */
function offlineAccessMayBeGranted(type: ResponseType, client: RegisteredClient, prompt: readonly string[]): boolean {
  if (!partsOf(type).includes('code')) return false;
  const asksFirst = client.offline_access_required && client.offline_access_requires_consent_prompt;
  return !asksFirst || prompt.includes('consent');
}

/** The user that the request is for: OpenID Connect Core §5.5.1 lets it name one as the value of the claim sub. */
function oneUser(hinted: string | undefined, claims: SentClaims | undefined, steps: Steps): string | undefined {
  const named = [claims?.id_token['sub'], claims?.userinfo['sub']].flatMap((values) => values ?? []);
  const users = new Set([...(hinted === undefined ? [] : [hinted]), ...named]);
  steps.hold(oneUserIsNamed, users.size <= 1 && named.every((sub) => typeof sub === 'string'));
  return [...users][0] as string | undefined;
}

/** The classes of sign-ins that are preferred: those of the claim acr, else of acr_values, else the client's. */
function wantedAcr(
  values: Parameters,
  claims: SentClaims | undefined,
  client: RegisteredClient,
): Pick<AuthorizationRequest, 'acr_values' | 'acr_is_asked' | 'acr_is_essential'> {
  const wanted = claims?.id_token['acr']?.filter((acr) => typeof acr === 'string');
  if (wanted) {
    return {
      acr_values: wanted,
      acr_is_asked: true,
      acr_is_essential: claims!.essential.id_token.includes('acr'),
    };
  }
  return {
    acr_values: values.get('acr_values')?.split(' ') ?? client.default_acr_values,
    acr_is_asked: values.has('acr_values'),
    acr_is_essential: false,
  };
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
  ...names: ('state' | 'nonce' | 'login_hint' | 'dpop_jkt')[]
): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (values.has(name) ? [[name, values.get(name)!]] : [])));
}
