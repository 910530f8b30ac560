import {
  contentEncryptionAlgs,
  findRedirectUri,
  keyManagementAlgs,
  responseTypesOf,
  rfc,
  symmetricKeyManagementAlgs,
} from '@clientele/client-schema';
import { type AnswerAddress, answerAsAsked } from '../authorization/answer.js';
import { askedByBrowser } from '../authorization/asked.js';
import { sessionFor } from '../authorization/browser-accounts.js';
import { decideNext } from '../authorization/decide.js';
import { awaitBrowser, startInteraction } from '../authorization/interaction.js';
import { checkRequest } from '../authorization/request.js';
import { responseModeOfRefusal } from '../authorization/response-mode.js';
import { isPushedUri } from '../authorization/pushed-request.js';
import { findClient, targetOf } from '../authorization/target.js';
import { type Context } from '../context.js';
import { type ParsedParameters } from '../http.js';
import { languageFor, uiLocales } from '../pages/messages.js';
import { type RegisteredClient } from '../registered-client.js';
import { responseModesSupported } from '../response-modes/index.js';
import { type Steps } from '../steps.js';
import { type Endpoint } from './endpoint.js';
import { answerRedirectless, redirectlessIsSaidBeside, redirectlessIsSaidInTheForm } from './redirectless.js';
import { signingAlgsOfAnswers } from './signing-algs.js';
import { parseForm, parseQuery } from './form.js';

/** RFC 6749 §3.1, OpenID Connect Core §3.1.2. */
export const authorize: Endpoint = {
  path: '/authorize',
  spec: rfc(6749, '3.1'),
  methods: ['GET', 'POST'],
  answers: 'page',
  cors: 'none',

  metadata: async (services) => {
    const { addresses, registry, keyRing } = services;
    const { settings, authorization_detail_types } = await registry.server();
    return {
      authorization_endpoint: `${addresses.issuer}/authorize`,
      response_types_supported: responseTypesOf(settings),
      response_modes_supported: responseModesSupported,
      authorization_signing_alg_values_supported: await signingAlgsOfAnswers(services),
      authorization_encryption_alg_values_supported: keyManagementAlgs,
      authorization_encryption_enc_values_supported: contentEncryptionAlgs,
      code_challenge_methods_supported: settings.allowed_code_challenge_methods,
      prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
      // The pages fit windows of any size; no page is made for feature phones.
      display_values_supported: ['page', 'popup', 'touch'],
      ui_locales_supported: uiLocales,
      authorization_response_iss_parameter_supported: true,
      request_parameter_supported: true,
      request_uri_parameter_supported: true,
      require_request_uri_registration: settings.require_request_uri_registration,
      request_object_signing_alg_values_supported: settings.request_object_allowed_algs,
      request_object_encryption_alg_values_supported: [
        ...new Set([...(await keyRing.decryptionKeys()).flatMap(({ algs }) => algs), ...symmetricKeyManagementAlgs]),
      ],
      request_object_encryption_enc_values_supported: contentEncryptionAlgs,
      authorization_details_types_supported: authorization_detail_types
        .filter(({ active }) => active)
        .map(({ type }) => type),
    };
  },

  async handle(context) {
    const sent = parametersOf(context);
    context.steps.ui_locales = sent.values.get('ui_locales');
    if (isSaidInTheAddress(context)) {
      context.steps.answers = 'json';
      context.steps.refuse(redirectlessIsSaidInTheForm);
    }
    if (sent.values.get('response_mode') === 'redirectless') return answerRedirectless(sent, context);
    const client = await findClient(sent, context);
    context.steps.refuseTo = addressBeside(sent, client, context.steps);
    const { pushed, ...parameters } = await askedByBrowser(sent, client, context);
    context.steps.refuseTo = undefined;
    if (parameters.values.get('response_mode') === 'redirectless') context.steps.refuse(redirectlessIsSaidBeside);
    context.steps.ui_locales = languageFor(parameters.values.get('ui_locales'), client.default_ui_locale).tag;
    const target = targetOf(parameters, client, { wasPushed: pushed !== undefined }, context.steps);
    // From here on the client hears of every fault, RFC 6749 §4.1.2.1.
    const state = parameters.repeated.has('state') ? undefined : parameters.values.get('state');
    context.steps.refuseTo = {
      client_id: client.did ?? client.client_id,
      answerTo: target.answerTo,
      response_mode: responseModeOfRefusal(parameters.values, target),
      ...(state !== undefined && { state }),
      language: context.steps.ui_locales,
    };
    const checked = await checkRequest(parameters, target, context);
    const request = pushed === undefined ? checked : { ...checked, pushed };
    if (context.request.method === 'POST') return awaitBrowser(request, context);
    const untouched = { signedIn: false, consented: false };
    const session = await sessionFor(request, target.client, untouched, context);
    const next = await decideNext(request, target.client, session, untouched, context);
    return next.page === null
      ? answerAsAsked({ request, client: target.client, session: next.session, permitted: next.permitted }, context)
      : startInteraction(request, context);
  },
};

/** Whether an application posts a form and asks beside it for an answer of its own. */
function isSaidInTheAddress(context: Context): boolean {
  return context.request.method === 'POST' && parseQuery(context).values.get('response_mode') === 'redirectless';
}

/** OpenID Connect Core §3.1.2.1: the request comes in the query of a GET or the form of a POST, never in both. */
function parametersOf(context: Context): ParsedParameters {
  const query = parseQuery(context);
  if (context.request.method === 'GET') return query;
  const form = parseForm(context);
  const twice = [...form.values.keys()].filter((name) => query.values.has(name));
  return { ...form, repeated: new Set([...form.repeated, ...twice]) };
}

/**
 * Where a refusal goes while the request is not unpacked: to the address beside the request object, if the client has
 * registered it. What is wrong with the reference of a pushed request, which can be anybody's, is shown to the user.
 */
function addressBeside(
  { values, repeated }: ParsedParameters,
  client: RegisteredClient,
  { ui_locales }: Steps,
): AnswerAddress | undefined {
  const answerTo = values.get('redirect_uri');
  const request_uri = values.get('request_uri');
  if (answerTo === undefined || findRedirectUri(client.registered_redirect_uris, answerTo) === undefined)
    return undefined;
  if (request_uri !== undefined && isPushedUri(request_uri)) return undefined;
  const state = repeated.has('state') ? undefined : values.get('state');
  return {
    client_id: client.did ?? client.client_id,
    answerTo,
    response_mode: responseModeOfRefusal(values, { client, answerTo }),
    ...(state !== undefined && { state }),
    language: ui_locales,
  };
}
