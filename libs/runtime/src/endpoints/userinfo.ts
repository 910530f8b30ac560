import { contentEncryptionAlgs, keyManagementAlgs, oidcCore, rfc } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type Parameters, type ProtocolResponse, json } from '../http.js';
import { type ProtocolRule } from '../steps.js';
import { type RegisteredClient } from '../registered-client.js';
import { encryptedTo } from '../tokens/encrypted.js';
import { responseSigner } from '../tokens/response-signer.js';
import { signed } from '../tokens/signed.js';
import { authorizedBy } from './bearer.js';
import { type Endpoint } from './endpoint.js';
import { claimsByName, mappedClaims } from '../tokens/user-claims.js';
import { hasForm, readForm } from './form.js';
import { signingAlgsOfResponses } from './signing-algs.js';

const openidWasGranted: ProtocolRule = {
  id: 'openid-was-granted',
  spec: oidcCore('5.3'),
  error: 'insufficient_scope',
  description: 'the access token does not have the scope openid',
  sentence: 'The access token was issued without the scope openid, so it says nothing about a user.',
};

const tokenIsOfUser: ProtocolRule = {
  id: 'access-token-is-of-a-user',
  spec: rfc(9068, '5'),
  error: 'insufficient_scope',
  description: 'no user is behind the access token',
  sentence: 'The client obtained the token for itself, so there is no user to tell about.',
};

const accountExists: ProtocolRule = {
  id: 'account-is-active',
  spec: rfc(6750, '3.1'),
  error: 'invalid_token',
  description: 'the access token is unknown, expired or revoked',
  sentence: 'The account behind this token was disabled or deleted.',
};

const answerCanBeSigned: ProtocolRule = {
  id: 'userinfo-can-be-signed',
  spec: oidcCore('5.3.2'),
  error: 'temporarily_unavailable',
  description: 'the server cannot sign this answer right now',
  sentence: 'No active key of the server, and no secret of the client, fits the client’s userinfo_signed_response_alg.',
};

const answerCanBeEncrypted: ProtocolRule = {
  ...answerCanBeSigned,
  id: 'userinfo-can-be-encrypted',
  description: 'the server cannot encrypt this answer right now',
  sentence: 'No key of the client fits its userinfo_encrypted_response_alg.',
};

/** What the granted scopes tell about the user, OpenID Connect Core §5.3. */
export const userinfo: Endpoint = {
  path: '/userinfo',
  spec: oidcCore('5.3'),
  methods: ['GET', 'POST'],
  answers: 'challenge',
  cors: 'client',

  metadata: async (services) => ({
    userinfo_endpoint: `${services.addresses.issuer}/userinfo`,
    userinfo_signing_alg_values_supported: await signingAlgsOfResponses(services),
    userinfo_encryption_alg_values_supported: keyManagementAlgs,
    userinfo_encryption_enc_values_supported: contentEncryptionAlgs,
  }),

  async handle(context) {
    const { steps, accounts, registry } = context;
    const granted = await authorizedBy(formOf(context), context);
    // The sub of a client's own token is its client_id, which may be spelled like some user's sub: RFC 9068 §5.
    steps.hold(tokenIsOfUser, granted.username !== undefined);
    steps.hold(openidWasGranted, granted.scope.includes('openid'), () => ({
      sent: granted.scope.join(' '),
      registered: 'openid',
    }));
    const account = await accounts.find(granted.account ?? granted.sub);
    const active = steps.need(accountExists, account?.enabled ? account : undefined);
    const client = steps.need(accountExists, await registry.client(granted.client_id));
    const subject = { client, scope: granted.scope, account: active };
    const server = await registry.server();
    const mapped = mappedClaims('userinfo', subject, server);
    const claims = granted.told ? { ...mapped, ...claimsByName('userinfo', granted.told, subject, server) } : mapped;
    return answerOf({ ...claims, sub: granted.sub }, client, context);
  },
};

/** The claims as JSON, or as a JWT for a client that wants them signed, OpenID Connect Core §5.3.2. */
async function answerOf(
  claims: { sub: string },
  client: RegisteredClient,
  context: Context,
): Promise<ProtocolResponse> {
  const { addresses, clock, steps } = context;
  const alg = client.userinfo_signed_response_alg;
  if (alg === undefined) return json(200, claims);
  const issuer = client.userinfo_issuer;
  const signer = await responseSigner(alg, client, issuer?.key_pair_id ?? client.signing_pair, context);
  const key = steps.need(answerCanBeSigned, signer, { registered: alg });
  const iat = clock.now();
  // Of no type, so that none passes for an ID token.
  const jwt = await signed(steps, answerCanBeSigned, key, alg, undefined, {
    ...claims,
    iss: addresses.issuer,
    aud: client.client_id,
    ...(issuer && { iat, exp: iat + issuer.ttl }),
  });
  const { userinfo_encrypted_response_alg: keyAlg, userinfo_encrypted_response_enc: enc } = client;
  const body =
    keyAlg === undefined ? jwt : await encryptedTo(client, { alg: keyAlg, enc }, jwt, answerCanBeEncrypted, context);
  return { ...json(200, null, { 'content-type': 'application/jwt' }), body };
}

/** RFC 6750 §2.2: a token may come in a form. */
function formOf(context: Context): Parameters | undefined {
  const { method, headers, body } = context.request;
  if (method !== 'POST' || body === '') return undefined;
  return headers['authorization'] === undefined || hasForm(context.request) ? readForm(context) : undefined;
}
