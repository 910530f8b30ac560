import { randomUUID } from 'node:crypto';
import { ours, rfc } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { header, json } from '../http.js';
import { type ProtocolRule } from '../steps.js';
import { authorizedBy } from './bearer.js';
import { type Endpoint } from './endpoint.js';
import { parseQuery } from './form.js';

/** The scope of the test resource: tests register it like any other. */
const scope = 'accounts';

const tokenIsNotInAddress: ProtocolRule = {
  id: 'access-token-is-not-in-the-address',
  spec: rfc(9700, '4.3.2'),
  error: 'invalid_request',
  description: 'an access token in the address is not accepted',
  sentence: 'The access token came in the query, where histories and logs keep it.',
};

const scopeWasGranted: ProtocolRule = {
  id: 'scope-was-granted',
  spec: rfc(6750, '3.1'),
  error: 'insufficient_scope',
  description: `the access token does not have the scope ${scope}`,
  sentence: `The access token was issued without the scope ${scope}, which the test resource asks for.`,
};

/**
 * A protected resource for test suites, which want to see the tokens of plain OAuth put to use too. It asks of a token
 * what the userinfo endpoint asks: scheme, key and certificate, and that it is neither over nor revoked.
 *
 * @param path where it stands; no path of the issuer’s own
 */
export function testResource(path: string): Endpoint {
  return {
    path,
    spec: ours('conformance'),
    methods: ['GET'],
    answers: 'challenge',
    cors: 'none',

    async handle(context) {
      const { steps } = context;
      steps.hold(tokenIsNotInAddress, !parseQuery(context).values.has('access_token'));
      const granted = await authorizedBy(undefined, context);
      steps.hold(scopeWasGranted, granted.scope.includes(scope), () => ({
        sent: granted.scope.join(' '),
        registered: scope,
      }));
      const { sub, client_id } = granted;
      return json(
        200,
        { sub, client_id, scope: granted.scope.join(' ') },
        { 'x-fapi-interaction-id': interactionId(context) },
      );
    },
  };
}

/** FAPI 1.0 Part 1 §6.2.1: that of the request, so that both sides find the exchange in their logs, or a new one. */
function interactionId({ request }: Context): string {
  const sent = header(request, 'x-fapi-interaction-id');
  return sent !== undefined && /^[\x21-\x7e]{1,128}$/.test(sent) ? sent : randomUUID();
}
