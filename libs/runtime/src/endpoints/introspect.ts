import { contentEncryptionAlgs, keyManagementAlgs, rfc } from '@clientele/client-schema';
import { permittedDetails } from '../authorization-details/requested-details.js';
import { authenticateClient, supportedMethods } from '../client-authentication/index.js';
import { type Context } from '../context.js';
import { required } from '../grants/parameters.js';
import { type ProtocolResponse, header, json } from '../http.js';
import { grantEnd, idleEnd, refreshCeiling } from '../grant-life.js';
import { type RegisteredClient } from '../registered-client.js';
import { permittedScope } from '../scopes.js';
import { sameDigest } from '../secrets.js';
import { accountBehind } from '../sign-in.js';
import { type ProtocolRule } from '../steps.js';
import { type AccessTokenClaims } from '../tokens/access-token.js';
import { introspectedManagers, isOfManager } from '../tokens/access-token-manager.js';
import { tokenTypeOf } from '../tokens/confirmation.js';
import { encryptedTo } from '../tokens/encrypted.js';
import { responseSigner, withUsedSecret } from '../tokens/response-signer.js';
import { signed } from '../tokens/signed.js';
import { mappedClaims, mapsClaims } from '../tokens/user-claims.js';
import { mayRefresh, readRefreshToken } from '../tokens/refresh-token.js';
import { type Endpoint } from './endpoint.js';
import { readForm } from './form.js';
import { signingAlgsOfAnswers, signingAlgsOfAssertions } from './signing-algs.js';

const clientAuthenticates: ProtocolRule = {
  id: 'introspection-needs-client-authentication',
  spec: rfc(7662, '2.1'),
  error: 'invalid_client',
  description: 'client authentication failed',
  sentence: 'Introspection is for clients that authenticate.',
};

const clientMayIntrospect: ProtocolRule = {
  id: 'client-may-introspect',
  spec: rfc(7662, '2.1'),
  error: 'unauthorized_client',
  description: 'the client may not introspect tokens',
  sentence: 'The client is not registered as a resource server: allow_token_introspection is off.',
};

const answerCanBeSigned: ProtocolRule = {
  id: 'introspection-answer-can-be-signed',
  spec: rfc(9701, '5'),
  error: 'temporarily_unavailable',
  description: 'the server cannot sign this answer right now',
  sentence:
    'No active key of the server, and no secret of the client, fits the client’s introspection_signed_response_alg.',
};

const answerCanBeEncrypted: ProtocolRule = {
  ...answerCanBeSigned,
  id: 'introspection-answer-can-be-encrypted',
  description: 'the server cannot encrypt this answer right now',
  sentence: 'No key of the client fits its introspection_encrypted_response_alg.',
};

/** What a token is worth, RFC 7662. A token that the caller may not see looks exactly like one that does not exist. */
export const introspect: Endpoint = {
  path: '/introspect',
  spec: rfc(7662, '2'),
  methods: ['POST'],
  answers: 'json',
  cors: 'none',

  metadata: async ({ addresses, keyRing }) => ({
    introspection_endpoint: `${addresses.issuer}/introspect`,
    introspection_endpoint_auth_methods_supported: supportedMethods(addresses).filter((method) => method !== 'none'),
    introspection_endpoint_auth_signing_alg_values_supported: signingAlgsOfAssertions,
    // RFC 9701 §7.
    introspection_signing_alg_values_supported: await signingAlgsOfAnswers({ keyRing }),
    introspection_encryption_alg_values_supported: keyManagementAlgs,
    introspection_encryption_enc_values_supported: contentEncryptionAlgs,
  }),

  async handle(context) {
    const { steps, accessTokens } = context;
    const params = readForm(context);
    const { client, method, secret_id } = await authenticateClient(params, context);
    const caller = withUsedSecret(client, secret_id);
    steps.hold(clientAuthenticates, method !== 'none');
    steps.hold(clientMayIntrospect, caller.allow_token_introspection, {
      suggestion: { set: { allow_token_introspection: true } },
    });
    const token = required(params, 'token', steps, rfc(7662, '2.1'));
    const managers = introspectedManagers(caller, params, steps);
    const claims = await accessTokens.verify(token);
    const answer = claims
      ? maySee(caller, claims) &&
        managers.some((manager) => isOfManager(token, claims, manager)) &&
        (await accessTokenAnswer(claims, context))
      : await refreshTokenAnswer(token, caller, context);
    const told = answer || inactive;
    const isSigned = caller.profile?.introspectionIsSigned === true || asksForJwt(context);
    return isSigned ? jwtAnswer(told, caller, context) : json(200, told);
  },
};

const jwtType = 'token-introspection+jwt';

/** RFC 9701 §4. */
function asksForJwt({ request }: Context): boolean {
  const accept = header(request, 'accept');
  if (accept === undefined || !accept.includes('jwt')) return false;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    // RFC 9110 §12.4.2: a weight of nothing means that it is not wanted.
    return type === `application/${jwtType}` && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

/** The answer as a JWT for the one who asks, signed and, where they want that, encrypted: RFC 9701 §5. */
async function jwtAnswer(
  token_introspection: object,
  caller: RegisteredClient,
  context: Context,
): Promise<ProtocolResponse> {
  const { steps, addresses, clock } = context;
  const { introspection_signed_response_alg: alg, introspection_encrypted_response_alg: keyAlg } = caller;
  const signer = await responseSigner(alg, caller, caller.signing_pair, context);
  const key = steps.need(answerCanBeSigned, signer, { registered: alg });
  const jwt = await signed(steps, answerCanBeSigned, key, alg, jwtType, {
    iss: addresses.issuer,
    aud: caller.client_id,
    iat: clock.now(),
    token_introspection,
  });
  const enc = caller.introspection_encrypted_response_enc;
  const body =
    keyAlg === undefined ? jwt : await encryptedTo(caller, { alg: keyAlg, enc }, jwt, answerCanBeEncrypted, context);
  return { ...json(200, null, { 'content-type': `application/${jwtType}` }), body };
}

const inactive = { active: false } as const;

/** Its own tokens, those made for it, and those made for no API in particular. RFC 7662 §4. */
function maySee(caller: RegisteredClient, { client_id, aud }: AccessTokenClaims): boolean {
  return client_id === caller.client_id || aud.includes(caller.client_id) || aud.every((name) => name === client_id);
}

async function accessTokenAnswer(claims: AccessTokenClaims, context: Context): Promise<object> {
  const { iss, sub, username, client_id, aud, scope, authorization_details, iat, exp, jti, cnf, extra } = claims;
  return {
    ...extra,
    ...(await introspectionClaims(claims, context)),
    active: true,
    ...(scope.length > 0 && { scope: scope.join(' ') }),
    ...(authorization_details && { authorization_details }),
    client_id,
    ...(username !== undefined && { username }),
    token_type: tokenTypeOf(cnf),
    exp,
    iat,
    sub,
    aud: aud.length === 1 ? aud[0] : aud,
    iss,
    jti,
    // RFC 8705 §3.2, RFC 9449 §6.2: the API compares it with the certificate or the proof that it is shown.
    ...(cnf && { cnf }),
  };
}

/** What the claims mapper of the token's client adds, as it is known now. */
async function introspectionClaims(
  { client_id, account: sub, scope }: AccessTokenClaims,
  { accounts, registry }: Context,
): Promise<Readonly<Record<string, unknown>>> {
  const client = await registry.client(client_id);
  if (!client || !mapsClaims('introspection', client)) return {};
  const account = sub === undefined ? undefined : await accounts.find(sub);
  return mappedClaims('introspection', { client, scope, account }, await registry.server());
}

/** A client may ask what its own refresh tokens are worth, and nobody else's: the same as the refresh would find. */
async function refreshTokenAnswer(
  token: string,
  caller: RegisteredClient,
  { grants, accounts, registry, clock, addresses, subjects }: Context,
): Promise<object | undefined> {
  const parts = readRefreshToken(token);
  if (!parts) return undefined;
  const grant = await grants.findByRefreshHandle(parts.handle);
  if (!grant?.refresh || grant.client !== caller.id || grant.revoked_at !== null) return undefined;
  const { sub, sign_in_epoch, scope: granted, refresh } = grant;
  const exp = Math.min(
    refresh.expires_at,
    refreshCeiling(caller, grant),
    grantEnd(caller, grant),
    idleEnd(caller, refresh),
  );
  if (!mayRefresh(caller, granted) || !sameDigest(parts.digest, refresh.digest) || exp <= clock.now()) return undefined;
  const account = sub === null ? undefined : accountBehind({ sub, sign_in_epoch }, await accounts.find(sub));
  if (sub !== null && !account) return undefined;
  const scope = account
    ? permittedScope(granted, caller, account, await registry.server())
    : granted.filter((name) => caller.scopes.has(name));
  const authorization_details = permittedDetails(grant.authorization_details, caller, await registry.server());
  return {
    active: true,
    ...(scope.length > 0 && { scope: scope.join(' ') }),
    ...(authorization_details.length > 0 && { authorization_details }),
    client_id: caller.client_id,
    exp,
    iat: refresh.issued_at,
    sub: sub === null ? caller.client_id : await subjects.of(caller, sub),
    iss: addresses.issuer,
    ...(grant.confirmation && { cnf: grant.confirmation }),
  };
}
