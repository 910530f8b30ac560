import { responseTypes, standardResources } from '@clientele/client-schema';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, issuer, serverReachedBy, serverWith } from '../testing/server-with.js';

const documents = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];

describe('discovery', () => {
  it('says the same in both documents', async () => {
    const { send } = await serverWith();
    const [openId, oauth] = await Promise.all(documents.map((path) => send('GET', path)));
    expect(openId!.body).toBe(oauth!.body);
    expect(openId).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(openId!.headers['access-control-allow-origin']).toBe('*');
  });

  it('has every member that RFC 8414 and OpenID Connect Discovery require, none null and none empty', async () => {
    const { send } = await serverWith();
    const metadata = JSON.parse((await send('GET', documents[0]!)).body) as Record<string, unknown>;
    expect(metadata).toMatchObject({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      introspection_endpoint: `${issuer}/introspect`,
      revocation_endpoint: `${issuer}/revoke`,
      jwks_uri: `${issuer}/jwks`,
      scopes_supported: ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'],
      response_types_supported: [...responseTypes],
      response_modes_supported: [
        'query',
        'fragment',
        'form_post',
        'query.jwt',
        'fragment.jwt',
        'form_post.jwt',
        'redirectless',
        'jwt',
      ],
      grant_types_supported: [
        'authorization_code',
        'client_credentials',
        'refresh_token',
        'agent_credentials',
        'agent_code',
        'implicit',
      ],
      subject_types_supported: ['public', 'pairwise'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      claims_parameter_supported: true,
      request_parameter_supported: true,
      request_uri_parameter_supported: true,
      require_request_uri_registration: true,
    });
    expect(metadata['id_token_signing_alg_values_supported']).toEqual(expect.arrayContaining(['RS256', 'ES256']));
    expect(metadata['introspection_endpoint_auth_methods_supported']).not.toContain('none');
    for (const value of Object.values(metadata)) {
      expect(value).not.toBeNull();
      if (Array.isArray(value)) expect(value.length).toBeGreaterThan(0);
      if (Array.isArray(value)) expect(new Set(value).size).toBe(value.length);
    }
  });

  it('follows the server’s settings: scopes, claims, keys, challenge methods', async () => {
    const { send, settings, changes, keys } = await serverWith();
    const own = {
      name: 'pay',
      description: null,
      kind: 'common',
      dynamic: false,
      claims: ['iban'],
      audience: null,
      roles: [],
    } as const;
    settings.records.scopes = [
      standardResources.scopes[0]!,
      own,
      { ...own, name: 'secret', kind: 'exclusive', claims: ['shoe_size'] },
      { ...own, name: 'pay:*', dynamic: true },
    ];
    settings.change({ allowed_code_challenge_methods: ['S256', 'plain'] });
    changes.emit({ kind: 'server' });
    const read = async () => JSON.parse((await send('GET', documents[1]!)).body) as Record<string, unknown>;
    expect(await read()).toMatchObject({
      scopes_supported: ['openid', 'pay'],
      claims_supported: ['sub', 'iban'],
      code_challenge_methods_supported: ['S256', 'plain'],
    });
    const [es256] = await keys.list();
    keys.list = async () => [es256!];
    changes.emit({ kind: 'keys' });
    expect(await read()).toMatchObject({ id_token_signing_alg_values_supported: ['ES256', 'HS256', 'HS384', 'HS512'] });
    keys.list = async () => [];
    changes.emit({ kind: 'keys' });
    expect(await read()).toMatchObject({ id_token_signing_alg_values_supported: ['HS256', 'HS384', 'HS512'] });
  });

  it('[use_mtls_endpoint_aliases] tells of certificates only where they reach the server, and of another address only where there is one', async () => {
    const told = async (options: Parameters<typeof serverReachedBy>[0]) => {
      const { send } = await serverReachedBy(options);
      return JSON.parse((await send('GET', '/.well-known/openid-configuration')).body) as Record<string, unknown>;
    };
    const without = await told({});
    expect(without['token_endpoint_auth_methods_supported']).not.toContain('tls_client_auth');
    expect(without).not.toHaveProperty('mtls_endpoint_aliases');
    expect(without).not.toHaveProperty('tls_client_certificate_bound_access_tokens');
    const here = await told({ mutualTls: { authorities: [] } });
    expect(here).toMatchObject({
      token_endpoint_auth_methods_supported: expect.arrayContaining(['tls_client_auth', 'self_signed_tls_client_auth']),
      tls_client_certificate_bound_access_tokens: true,
    });
    expect(here).not.toHaveProperty('mtls_endpoint_aliases');
    const elsewhere = await told({ mutualTls: { authorities: [], aliasUrl: 'https://mtls.as.example:8443' } });
    expect(elsewhere['mtls_endpoint_aliases']).toEqual({
      authorization_challenge_endpoint: 'https://mtls.as.example:8443/authorize-challenge',
      token_endpoint: 'https://mtls.as.example:8443/token',
      introspection_endpoint: 'https://mtls.as.example:8443/introspect',
      pushed_authorization_request_endpoint: 'https://mtls.as.example:8443/par',
      revocation_endpoint: 'https://mtls.as.example:8443/revoke',
      userinfo_endpoint: 'https://mtls.as.example:8443/userinfo',
    });
  });

  it('[T-104] says what is configured, whatever a request pretends', async () => {
    const { send } = await serverWith();
    const forged = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      forwarded: 'host=evil.example',
      origin: 'https://evil.example',
    };
    for (const path of documents) {
      expect(await send('GET', path, { headers: forged })).toEqual(await send('GET', path));
    }
  });

  it('names endpoints that exist', async () => {
    const { send } = await serverWith();
    const metadata = JSON.parse((await send('GET', documents[0]!)).body) as Record<string, unknown>;
    for (const [name, value] of Object.entries(metadata)) {
      if (!/_(?:endpoint|uri)$/.test(name)) continue;
      expect(String(value).startsWith(`${issuer}/`)).toBe(true);
      expect((await send('OPTIONS', String(value).slice(issuer.length))).status).toBe(204);
    }
  });
});

describe('an address that does not exist', () => {
  it.each([
    '/',
    '/Token',
    '/token/',
    '/token;a=b',
    '/%74oken',
    '/token%2f',
    '/jwks.json',
    '/.well-known/openid-configuration/',
    '/clients',
    '/console/',
    '/constructor',
    '/__proto__',
    '/interaction',
  ])('[T-013] %s is 404', async (path) => {
    const { server } = await serverWith();
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const request = { method, path, query: '', headers: {}, body: '', peer: { address: '203.0.113.7' } };
      const response = await server.handle(request);
      expect(response).toMatchObject({ status: 404, headers: { 'content-type': 'application/json' } });
    }
  });
});

describe('the methods of an endpoint', () => {
  it.each([
    ['/.well-known/openid-configuration', 'GET, HEAD, OPTIONS'],
    ['/.well-known/oauth-authorization-server', 'GET, HEAD, OPTIONS'],
    ['/jwks', 'GET, HEAD, OPTIONS'],
    ['/assets/pages.css', 'GET, HEAD, OPTIONS'],
    ['/authorize', 'GET, POST, OPTIONS'],
    ['/interaction/x', 'GET, POST, OPTIONS'],
    ['/token', 'POST, OPTIONS'],
    ['/userinfo', 'GET, POST, OPTIONS'],
    ['/introspect', 'POST, OPTIONS'],
    ['/revoke', 'POST, OPTIONS'],
  ])('of %s are %s', async (path, allow) => {
    const { send } = await serverWith(aRegisteredClient());
    for (const method of ['TRACE', 'CONNECT', 'PATCH', 'QUERY', 'get', '']) {
      const response = await send(method, path, { headers: { 'x-http-method-override': 'GET' } });
      expect(response).toMatchObject({ status: 405, headers: { allow } });
    }
    expect(await send('OPTIONS', path)).toMatchObject({ status: 204, headers: { allow }, body: '' });
    if (allow.includes('HEAD')) {
      // The host leaves the body out; what it is told is what a GET is told, so that the lengths agree.
      expect(await send('HEAD', path)).toEqual(await send('GET', path));
    }
  });
});
