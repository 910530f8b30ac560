import { rfc } from '@clientele/client-schema';
import { withoutObject } from '../authorization/asked.js';
import { boundTo } from '../authorization/bound-request.js';
import { countPushed, keepPushed, requestMayBePushed } from '../authorization/pushed-request.js';
import { checkRequest } from '../authorization/request.js';
import { targetOf } from '../authorization/target.js';
import { type AuthenticatedClient, authenticateClient } from '../client-authentication/index.js';
import { type Context } from '../context.js';
import { askForNonce, hasProof, readProvenKey } from '../dpop/proof.js';
import { type Parameters, type ProtocolResponse, json } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { rulesOf } from '../steps.js';
import { type Endpoint } from './endpoint.js';
import { readForm } from './form.js';

const requestUriIsNotPushed = rulesOf('invalid_request')(
  'request-uri-is-not-pushed',
  rfc(9126, '2.1'),
  'a pushed request must not have a request_uri',
  'The pushed request has a request_uri, though only a browser brings one.',
);

/** Takes authorization requests from clients, RFC 9126 §2. */
export const par: Endpoint = {
  path: '/par',
  spec: rfc(9126, '2'),
  methods: ['POST'],
  answers: 'json',
  cors: 'client',

  metadata: async ({ addresses, registry }) => {
    const { par_status } = (await registry.server()).settings;
    if (par_status === 'disabled') return {};
    return {
      pushed_authorization_request_endpoint: `${addresses.issuer}/par`,
      require_pushed_authorization_requests: par_status === 'required',
    };
  },

  async handle(context) {
    const form = readForm(context);
    if (hasProof(context)) await askForNonce(context);
    const mayBePublic = ({ did, confidential }: RegisteredClient) => did !== undefined || !confidential;
    return answerPush(await authenticateClient(form, context, mayBePublic), form, context);
  },
};

/** Takes a request of a client that has authenticated. @throws OAuthError */
export async function answerPush(
  { client, method }: Pick<AuthenticatedClient, 'client' | 'method'>,
  form: Parameters,
  context: Context,
): Promise<ProtocolResponse> {
  const { steps, registry } = context;
  const { settings } = await registry.server();
  steps.hold(requestMayBePushed, settings.par_status !== 'disabled');
  steps.hold(requestUriIsNotPushed, !form.has('request_uri'));
  // RFC 9126 §2.1: authentication has told already who asks.
  const values = new Map(form).set('client_id', client.did ?? client.client_id);
  const sent = { values, repeated: new Set<string>(), count: form.size };
  const { asked, signed } = await withoutObject(sent, client, context);
  const bound = hasProof(context) ? boundTo(await readProvenKey(context, undefined, client), asked, context) : asked;
  await checkRequest(bound, targetOf(bound, client, { wasPushed: true }, steps), context);
  if (method === 'none') await countPushed(context);
  const request_uri = await keepPushed(bound.values, signed, client, context);
  return json(201, { request_uri, expires_in: client.pushed_authorization_request_ttl });
}
