import { responseTypesOf, rfc } from '@clientele/client-schema';
import { answerAsAsked } from '../authorization/answer.js';
import { decideNext } from '../authorization/decide.js';
import { awaitBrowser, startInteraction } from '../authorization/interaction.js';
import { checkRequest } from '../authorization/request.js';
import { responseModeOfRefusal } from '../authorization/response-mode.js';
import { checkWasPushed, findPushed, isPushedUri } from '../authorization/pushed-request.js';
import { findClient, parameterIsNotRepeated, targetOf } from '../authorization/target.js';
import { type Context } from '../context.js';
import { type ParsedParameters } from '../http.js';
import { languageFor, uiLocales } from '../pages/messages.js';
import { type RegisteredClient } from '../registered-client.js';
import { responseModes } from '../response-modes/index.js';
import { findSession } from '../sessions.js';
import { type Endpoint } from './endpoint.js';
import { parseForm, parseQuery } from './form.js';

/** RFC 6749 §3.1, OpenID Connect Core §3.1.2. */
export const authorize: Endpoint = {
  path: '/authorize',
  spec: rfc(6749, '3.1'),
  methods: ['GET', 'POST'],
  answers: 'page',
  cors: 'none',

  metadata: async ({ addresses, registry }) => {
    const { settings, authorization_detail_types } = await registry.server();
    return {
      authorization_endpoint: `${addresses.issuer}/authorize`,
      response_types_supported: responseTypesOf(settings),
      response_modes_supported: [...responseModes.keys()],
      code_challenge_methods_supported: settings.allowed_code_challenge_methods,
      prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
      ui_locales_supported: uiLocales,
      authorization_response_iss_parameter_supported: true,
      authorization_details_types_supported: authorization_detail_types
        .filter(({ active }) => active)
        .map(({ type }) => type),
    };
  },

  async handle(context) {
    const sent = parametersOf(context);
    context.steps.ui_locales = sent.values.get('ui_locales');
    const client = await findClient(sent, context);
    const { pushed, ...parameters } = await askedParameters(sent, client, context);
    const target = targetOf(parameters, client, { wasPushed: pushed !== undefined }, context.steps);
    // From here on the client hears of every fault, RFC 6749 §4.1.2.1.
    const state = parameters.repeated.has('state') ? undefined : parameters.values.get('state');
    context.steps.refuseTo = {
      answerTo: target.answerTo,
      response_mode: responseModeOfRefusal(parameters.values, target),
      ...(state !== undefined && { state }),
      language: context.steps.ui_locales,
    };
    const { settings } = await context.registry.server();
    checkWasPushed(pushed !== undefined, client, settings, context);
    const checked = await checkRequest(parameters, target, context);
    const request = pushed === undefined ? checked : { ...checked, pushed };
    if (context.request.method === 'POST') return awaitBrowser(request, context);
    const untouched = { signedIn: false, consented: false };
    const next = await decideNext(request, target.client, await findSession(context), untouched, context);
    return next.page === null
      ? answerAsAsked({ request, client: target.client, session: next.session, permitted: next.permitted }, context)
      : startInteraction(request, context);
  },
};

/** OpenID Connect Core §3.1.2.1: the request comes in the query of a GET or the form of a POST, never in both. */
function parametersOf(context: Context): ParsedParameters {
  const query = parseQuery(context);
  if (context.request.method === 'GET') return query;
  const form = parseForm(context);
  const twice = [...form.values.keys()].filter((name) => query.values.has(name));
  return { ...form, repeated: new Set([...form.repeated, ...twice]) };
}

/** What is asked: of a request that was pushed all of that, and nothing that the browser says beside it, RFC 9126 §4. */
async function askedParameters(
  sent: ParsedParameters,
  client: RegisteredClient,
  context: Context,
): Promise<ParsedParameters & { pushed?: string }> {
  const request_uri = sent.values.get('request_uri') ?? '';
  if (!isPushedUri(request_uri)) return sent;
  context.steps.hold(parameterIsNotRepeated, !sent.repeated.has('request_uri'), { sent: 'request_uri' });
  const { parameters: values, key } = await findPushed(request_uri, client, context);
  context.steps.ui_locales = languageFor(values.get('ui_locales'), client.default_ui_locale).tag;
  return { values, repeated: new Set(), count: values.size, pushed: key };
}
