import { rfc } from '@clientele/client-schema';
import { authenticateClient, supportedMethods } from '../client-authentication/index.js';
import { type Context } from '../context.js';
import { required } from '../grants/parameters.js';
import { type ProtocolResponse, json } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { type ProtocolRule } from '../steps.js';
import { readRefreshToken } from '../tokens/refresh-token.js';
import { type Endpoint } from './endpoint.js';
import { readForm } from './form.js';
import { signingAlgsOfAssertions } from './signing-algs.js';

const clientMayRevoke: ProtocolRule = {
  id: 'client-may-revoke',
  spec: rfc(7009, '2'),
  error: 'unauthorized_client',
  description: 'the client may not revoke tokens',
  sentence: 'The client’s allow_token_revocation is off.',
};

const tokenIsOurs: ProtocolRule = {
  id: 'token-was-issued-to-this-client',
  spec: rfc(7009, '2.1'),
  error: 'unauthorized_client',
  description: 'the token was issued to another client',
  sentence: 'The client tried to revoke a token of another client.',
};

/** Ends a token, RFC 7009. A refresh token ends its whole grant; a token that is unknown is as good as ended. */
export const revoke: Endpoint = {
  path: '/revoke',
  spec: rfc(7009, '2'),
  methods: ['POST'],
  answers: 'json',
  cors: 'client',

  metadata: ({ addresses }) => ({
    revocation_endpoint: `${addresses.issuer}/revoke`,
    revocation_endpoint_auth_methods_supported: supportedMethods(addresses),
    revocation_endpoint_auth_signing_alg_values_supported: signingAlgsOfAssertions,
  }),

  async handle(context) {
    const { steps } = context;
    const params = readForm(context);
    const { client } = await authenticateClient(params, context, (known) => known.public_revoke);
    steps.hold(clientMayRevoke, client.allow_token_revocation, {
      suggestion: { set: { allow_token_revocation: true } },
    });
    // token_type_hint only speeds up a search (RFC 7009 §2.1); our tokens tell their kind by their shape.
    const token = required(params, 'token', steps, rfc(7009, '2.1'));
    await revokeRefreshToken(token, client, context);
    await revokeAccessToken(token, client, context);
    return done;
  },
};

const done: ProtocolResponse = { ...json(200, null), body: '' };

async function revokeRefreshToken(token: string, client: RegisteredClient, context: Context): Promise<void> {
  const parts = readRefreshToken(token);
  const grant = parts && (await context.grants.findByRefreshHandle(parts.handle));
  if (!grant) return;
  context.steps.hold(tokenIsOurs, grant.client === client.id);
  await context.grants.revoke(grant.id, context.clock.now());
}

async function revokeAccessToken(token: string, client: RegisteredClient, context: Context): Promise<void> {
  const claims = await context.accessTokens.verify(token);
  if (!claims) return;
  context.steps.hold(tokenIsOurs, claims.cid === client.id);
  await context.accessTokens.revoke(token, claims);
}
