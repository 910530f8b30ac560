/**
 * The peer: oidc-provider with the adapter in memory that it brings, set to do the same work for the same requests.
 *
 * Environment: PORT, BENCH_CLIENTS (JSON: OAuth clients with their secrets).
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Provider, errors } from 'oidc-provider';

const { PORT, BENCH_CLIENTS } = process.env;
const issuer = `http://127.0.0.1:${PORT}`;
const lifetime = 300;

/** @type {Record<string, { client_id: string, client_secret: string, format: string, redirect_uri?: string }>} */
const clients = JSON.parse(BENCH_CLIENTS ?? '{}');

/** One API per token format: the peer chooses the format by the resource, RFC 8707, and not by the client. */
const resources = new Map(
  [...new Set(Object.values(clients).map(({ format }) => format))].map((format) => [
    `https://${format.toLowerCase()}.api.example.com`,
    format,
  ]),
);
const formatOf = new Map(Object.values(clients).map(({ client_id, format }) => [client_id, format]));

const provider = new Provider(issuer, {
  clients: Object.values(clients).map(({ client_id, client_secret, redirect_uri }) => ({
    client_id,
    client_secret,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: redirect_uri ? ['authorization_code', 'refresh_token'] : ['client_credentials'],
    response_types: redirect_uri ? ['code'] : [],
    redirect_uris: redirect_uri ? [redirect_uri] : [],
    scope: 'api',
  })),
  scopes: ['api'],
  jwks: {
    keys: [
      privateJwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'ES256'),
      privateJwk(generateKeyPairSync('rsa', { modulusLength: 2048 }), 'RS256'),
    ],
  },
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  routes: {
    authorization: '/authorize',
    pushed_authorization_request: '/par',
    token: '/token',
    introspection: '/introspect',
  },
  findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  pkce: { required: () => true },
  ttl: {
    AccessToken: lifetime,
    ClientCredentials: lifetime,
    AuthorizationCode: 60,
    RefreshToken: 3600,
    Grant: 3600,
    Session: 3600,
    Interaction: 3600,
    IdToken: lifetime,
  },
  features: {
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (_ctx, { clientId }) => `https://${formatOf.get(clientId)?.toLowerCase()}.api.example.com`,
      useGrantedResource: () => true,
      getResourceServerInfo(_ctx, resource) {
        const format = resources.get(resource);
        if (!format) throw new errors.InvalidTarget();
        return format === 'opaque'
          ? { scope: 'api', accessTokenFormat: 'opaque', accessTokenTTL: lifetime }
          : { scope: 'api', accessTokenFormat: 'jwt', accessTokenTTL: lifetime, jwt: { sign: { alg: format } } };
      },
    },
  },
});

provider.on('server_error', (_ctx, error) => console.error(error));
provider.listen(Number(PORT), '127.0.0.1');

function privateJwk({ privateKey }, alg) {
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: alg };
}
