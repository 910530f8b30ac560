import { describe, expect, it } from 'vitest';
import { type Client } from './client.js';
import { lintClient } from './lint-client.js';
import { rules } from './rules/index.js';
import { aClient, aServer, adviceOf, patch, withWildcards } from './testing.js';

const code = { grant_types: ['authorization_code'] } satisfies Partial<Client>;
const refreshing = { grant_types: ['authorization_code', 'refresh_token'] } satisfies Partial<Client>;

/** For each piece of advice a client that gets it. */
const advised: Record<string, Partial<Client>> = {
  'code-challenge-is-hashed': { ...code, require_pkce: true, allowed_code_challenge_methods: ['S256', 'plain'] },
  'code-grant-uses-pkce': { ...code, require_pkce: false },
  'implicit-grant-is-avoided': { grant_types: ['implicit'], require_pkce: false },
  'loopback-redirect-names-an-address': {
    application_type: 'native',
    redirect_uris: ['http://localhost:8080/cb', 'http://localhost/other', 'http://127.0.0.1/other'],
  },
  'maximum-age-has-an-effect': { ...code, force_authentication: true, default_max_age: 60 },
  'mutual-tls-aliases-are-published': {
    tls_client_certificate_bound_access_tokens: true,
    use_mtls_endpoint_aliases: true,
  },
  'presentation-host-is-a-redirect-host': {
    logo_uri: 'https://cdn.example.net/logo.png',
    tos_uri: 'https://app.example.com/terms',
  },
  'public-client-id-is-the-issuer': { grant_types: ['agent_code'], public_client_id: 'https://elsewhere.example' },
  'refresh-grace-period-is-short': {
    ...refreshing,
    rotate_refresh_tokens: true,
    refresh_token_rolling_grace_period: 3600,
  },
  'refresh-token-rotates-before-it-expires': {
    ...refreshing,
    rotate_refresh_tokens: true,
    refresh_token_ttl: 3600,
    refresh_token_rolling_interval: 7200,
  },
  'single-page-application-lists-its-origins': { ...code, client_type: 'single_page_application', allowed_origins: [] },
};

/** Advice that only the owner of the client can follow, who knows the addresses of the app. */
const withoutFix: Record<string, Partial<Client>> = {
  'key-addresses-can-be-fetched': {
    token_endpoint_auth_method: 'private_key_jwt',
    jwks_uri: 'https://app.example.com:8443/jwks',
  },
  'post-logout-redirect-has-a-redirect-origin': {
    ...code,
    post_logout_redirect_uris: ['https://www.example.com/signed-out'],
  },
  'private-scheme-has-a-dot': { application_type: 'native', redirect_uris: ['myapp:/callback'] },
  'redirect-uris-are-exact': {
    ...code,
    redirect_uris: ['https://*.preview.example.com/cb'],
    redirect_uri_validation_policy_id: 'wildcards',
  },
  'redirectless-client-can-be-attested': { ...code, allow_redirectless_authentication: true },
  'redirectless-client-has-a-redirect-uri': { ...code, allow_redirectless_authentication: true, redirect_uris: [] },
};

const server = aServer({
  ...withWildcards,
  settings: { disallow_plain_pkce: false },
  client_certificates: { terminations: ['direct'], aliases: false },
});
const lint = (client: Client) => lintClient(client, server);

describe('lint', () => {
  it('knows a client for every piece of advice', () => {
    const advice = rules.filter(({ severity }) => severity === 'advice').map(({ id }) => id);
    expect(Object.keys({ ...advised, ...withoutFix }).toSorted()).toEqual(advice.toSorted());
  });

  it.each(Object.entries(advised))('offers a change that makes %s hold', (rule, overrides) => {
    const client = aClient(overrides, server);
    const found = lint(client).find((one) => one.rule === rule);
    expect(found).toMatchObject({ severity: 'advice', spec: rules.find(({ id }) => id === rule)!.spec });
    const fixed = patch(client, found!.fix!, server);
    expect(fixed.issues).toEqual([]);
    expect(adviceOf(fixed.client, server)).not.toContainEqual(expect.objectContaining({ rule }));
  });

  it.each(Object.entries(withoutFix))('has no change to offer for %s', (rule, overrides) => {
    const found = lint(aClient(overrides, server)).find((one) => one.rule === rule);
    expect(found).toMatchObject({ severity: 'advice' });
    expect(found).not.toHaveProperty('fix');
  });

  it('tells faults that a stricter server has left, and no advice beside them', () => {
    const client = { ...aClient(advised['code-grant-uses-pkce'], server), scope: 'gone' };
    expect(lint(client)).toEqual([expect.objectContaining({ severity: 'error', pointer: '/scope' })]);
  });

  it('has nothing to say about a client without fault', () => {
    expect(lint(aClient({ require_pkce: true }, server))).toEqual([]);
  });
});
