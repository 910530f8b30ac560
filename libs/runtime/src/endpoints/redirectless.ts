import { ours } from '@clientele/client-schema';
import { answerAsAsked } from '../authorization/answer.js';
import { signInApiIsAllowed } from '../authorization/response-mode.js';
import { type Door, beginSignIn, challenge } from '../authorization/sign-in-api.js';
import { findClient } from '../authorization/target.js';
import { type Context } from '../context.js';
import { type ParsedParameters, type ProtocolResponse, json } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { rulesOf } from '../steps.js';

const secretsArePosted = rulesOf('invalid_request')(
  'redirectless-secrets-are-posted',
  ours('redirectless'),
  'credentials and auth_session belong into the form of a POST',
  'The query of the request has credentials or an auth_session, where browsers and servers would write them down.',
);
const secrets = ['username', 'password', 'auth_session', 'client_secret', 'client_assertion'];

/** What is asked for beside a request that is pushed or signed, which says it itself. */
export const redirectlessIsSaidBeside = rulesOf('invalid_request')(
  'redirectless-is-said-beside-the-request',
  ours('redirectless'),
  'response_mode=redirectless must also stand beside request or request_uri',
  'The pushed or signed request asks for the response mode redirectless, but a browser would get the answer.',
);

/** The address of a POST has no parameters of the request, OpenID Connect Core §3.1.2.1. */
export const redirectlessIsSaidInTheForm = rulesOf('invalid_request')(
  'redirectless-is-said-in-the-form',
  ours('redirectless'),
  'response_mode=redirectless belongs into the form of a POST',
  'The request is a POST that has the response mode redirectless in its address, where no parameter counts.',
);

const door: Door = {
  check: () => undefined,
  step: (step, headers) => json(200, step, headers),
  answer: (decided, headers, context) => answerAsAsked(decided, context, headers),
};

/** The authorization endpoint for an application that asks itself: everything it is told is JSON. */
export async function answerRedirectless(sent: ParsedParameters, context: Context): Promise<ProtocolResponse> {
  const { request, steps } = context;
  steps.answers = 'json';
  const { client_id } = await findRedirectlessClient(sent, context);
  const exposed = request.method === 'GET' ? secrets.filter((name) => sent.values.has(name)) : [];
  steps.hold(secretsArePosted, exposed.length === 0, () => ({ sent: exposed.join(' ') }));
  return challenge({ ...sent, values: new Map(sent.values).set('client_id', client_id) }, door, context);
}

/** Checks the first request of a sign-in as if its client were authenticated. @throws OAuthError */
export async function checkRedirectless(sent: ParsedParameters, context: Context): Promise<void> {
  const client = await findRedirectlessClient(sent, context);
  await beginSignIn(sent, { client, jkt: undefined, device: '' }, door, new Map(), context);
}

async function findRedirectlessClient(sent: ParsedParameters, context: Context): Promise<RegisteredClient> {
  const client = await findClient(sent, context);
  context.steps.hold(signInApiIsAllowed, client.allow_redirectless_authentication, {
    suggestion: { set: { allow_redirectless_authentication: true } },
  });
  return client;
}
