import { describe, expect, it } from 'vitest';
import { type Client } from '../client.js';
import { lintClient, missingForProfile } from '../lint-client.js';
import { completeRecord } from '../resource.js';
import { resolveClient } from '../resolve-client.js';
import { standardResources } from '../resources/index.js';
import { RedirectUriValidationPolicyMembers } from '../resources/redirect-uri-validation-policies.js';
import { type Server } from '../rule.js';
import { aClient, aServer, issuesOf, patch, publicJwk, register } from '../testing.js';
import { profileRules } from './index.js';

const policies = [
  ...standardResources.redirect_uri_validation_policies,
  completeRecord(RedirectUriValidationPolicyMembers, { id: 'queries', name: 'Q', allow_querystring_variations: true }),
];
const server = aServer({ redirect_uri_validation_policies: policies });
const keys = { keys: [publicJwk.p256({ kid: 'ec' }), publicJwk.rsa({ kid: 'rsa' })] };

const profiles = {
  fapi1_advanced: aClient(
    {
      fapi_profile: 'fapi1_advanced',
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: keys,
      grant_types: ['authorization_code', 'implicit', 'refresh_token'],
      first_party: false,
    },
    server,
  ),
  fapi2_security: aClient(
    {
      fapi_profile: 'fapi2_security',
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: keys,
      grant_types: ['authorization_code', 'refresh_token'],
      dpop_bound_access_tokens: true,
      allow_token_introspection: true,
    },
    server,
  ),
  fapi2_message_signing: aClient(
    {
      fapi_profile: 'fapi2_message_signing',
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: keys,
      grant_types: ['authorization_code', 'refresh_token'],
      tls_client_certificate_bound_access_tokens: true,
      allow_token_introspection: true,
    },
    server,
  ),
} as const;
type Profile = keyof typeof profiles;

interface Row {
  /** The line of the profile’s table, or the rule of every client that keeps it. */
  readonly rule: string;
  readonly breaks: Partial<Client>;
  /** The nearest client that the profile accepts. */
  readonly keeps: Partial<Client>;
  /** Whether the rule can mend it by itself. */
  readonly mends?: boolean;
  readonly server?: Server;
  readonly keepsAt?: Server;
}

const none: Partial<Client> = {};
const withoutTls = { jwks: keys, token_endpoint_auth_method: 'private_key_jwt' } as const;

const fapi1: readonly Row[] = [
  {
    rule: 'fapi1-client-authenticates-with-a-key',
    breaks: { token_endpoint_auth_method: 'client_secret_basic' },
    keeps: { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_dns: 'app.example.com' },
    mends: true,
  },
  {
    rule: 'fapi1-client-authenticates-with-a-key',
    breaks: { additional_token_endpoint_auth_methods: ['client_secret_jwt'] },
    keeps: { additional_token_endpoint_auth_methods: ['tls_client_auth'], tls_client_auth_san_dns: 'app.example.com' },
    mends: true,
  },
  {
    rule: 'fapi1-client-authenticates-with-a-key',
    breaks: { secondary_token_endpoint_auth_method: 'client_secret_basic' },
    keeps: { secondary_token_endpoint_auth_method: 'private_key_jwt', secondary_jwks: keys },
    mends: true,
  },
  {
    rule: 'fapi1-client-is-confidential',
    breaks: { confidential: false },
    keeps: { confidential: true },
    mends: true,
  },
  {
    rule: 'fapi1-client-is-confidential',
    breaks: { public_refresh_token: true },
    keeps: { public_refresh_token: false },
    mends: true,
  },
  {
    rule: 'fapi1-grant-types-are-safe',
    breaks: { response_types: ['code'], require_jwt_secured_authorization_response: true },
    keeps: {
      response_types: ['code'],
      require_jwt_secured_authorization_response: true,
      grant_types: ['authorization_code'],
    },
    mends: true,
  },
  {
    rule: 'fapi1-grant-types-are-safe',
    breaks: { grant_types: ['implicit'] },
    keeps: { grant_types: ['client_credentials'], response_types: [], redirect_uris: [] },
    mends: true,
  },
  {
    rule: 'fapi1-response-types-are-safe',
    breaks: { response_types: ['code id_token token'] },
    keeps: { response_types: ['code id_token'] },
    mends: true,
  },
  {
    rule: 'fapi1-response-types-are-safe',
    breaks: { restrict_response_types: false, response_types: [] },
    keeps: { restrict_response_types: true, response_types: ['code id_token'] },
    mends: true,
  },
  {
    rule: 'fapi1-codes-come-in-signed-answers',
    breaks: { response_types: ['code', 'code id_token'] },
    keeps: { response_types: ['code', 'code id_token'], require_jwt_secured_authorization_response: true },
    mends: true,
  },
  {
    rule: 'fapi1-requests-are-signed',
    breaks: { require_signed_request_object: false },
    keeps: { require_signed_request_object: true },
    mends: true,
  },
  {
    rule: 'fapi1-access-tokens-are-strong',
    breaks: { default_access_token_manager_id: 'jwt-rs256' },
    keeps: { default_access_token_manager_id: 'jwt' },
    mends: true,
  },
  {
    rule: 'fapi1-algorithms-are-strong',
    breaks: { id_token_signed_response_alg: 'RS256' },
    keeps: { id_token_signed_response_alg: 'ES256' },
    mends: true,
  },
  {
    rule: 'fapi1-algorithms-are-strong',
    breaks: { userinfo_signed_response_alg: 'EdDSA' },
    keeps: { userinfo_signed_response_alg: 'PS256' },
    mends: true,
  },
  {
    rule: 'fapi1-algorithms-are-strong',
    breaks: { request_object_signing_alg: 'RS256' },
    keeps: { request_object_signing_alg: 'PS256' },
    mends: true,
  },
  {
    rule: 'fapi1-tokens-are-bound-to-the-certificate',
    breaks: { tls_client_certificate_bound_access_tokens: false },
    keeps: { tls_client_certificate_bound_access_tokens: true },
    mends: true,
  },
  {
    rule: 'fapi1-tokens-are-bound-to-the-certificate',
    breaks: { tls_client_certificate_bound_access_tokens: false, dpop_bound_access_tokens: true },
    keeps: none,
    mends: true,
  },
  {
    rule: 'fapi1-redirect-uris-are-https',
    breaks: {
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/callback'],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      require_jwt_secured_authorization_response: true,
    },
    keeps: {
      application_type: 'native',
      redirect_uris: ['https://app.example.com/native'],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      require_jwt_secured_authorization_response: true,
    },
  },
  {
    rule: 'fapi1-redirect-uris-are-registered',
    breaks: { redirect_uri_validation_policy_id: 'loopback-ports' },
    keeps: { redirect_uri_validation_policy_id: 'exact' },
    mends: true,
  },
  {
    rule: 'fapi1-redirect-uris-are-registered',
    breaks: { require_pushed_authorization_requests: true, allow_unregistered_redirect_uris: true },
    keeps: { require_pushed_authorization_requests: true, allow_unregistered_redirect_uris: false },
    mends: true,
    server: aServer({ settings: { allow_per_request_redirect_uris: true } }),
  },
  {
    rule: 'fapi1-code-challenge-is-hashed',
    breaks: { allowed_code_challenge_methods: ['S256', 'plain'] },
    keeps: { allowed_code_challenge_methods: ['S256'] },
    mends: true,
    server: aServer({ settings: { disallow_plain_pkce: false } }),
  },
  { rule: 'fapi1-users-are-asked', breaks: { first_party: true }, keeps: { first_party: false }, mends: true },
  {
    rule: 'fapi1-users-are-asked',
    breaks: { first_party: true, allow_redirectless_authentication: true, restricted_common_scopes: ['openid'] },
    keeps: { first_party: false },
    mends: true,
  },
  {
    rule: 'fapi1-users-are-asked',
    breaks: { bypass_consent: true },
    keeps: { first_party: true, bypass_consent: false },
    mends: true,
  },
  {
    rule: 'fapi1-assertions-name-the-server',
    breaks: { client_assertion_profile: 'rfc7523' },
    keeps: { client_assertion_profile: 'oidc_core' },
    mends: true,
  },
  // What is asked of every client keeps the rest of the table.
  {
    rule: 'jwk-set',
    breaks: { jwks: { keys: [publicJwk.rsa({ n: `v${'A'.repeat(170)}` })] } },
    keeps: { jwks: { keys: [publicJwk.rsa()] } },
  },
  {
    rule: 'is-in',
    breaks: { id_token_encrypted_response_alg: 'RSA1_5' as never },
    keeps: none,
  },
  {
    rule: 'id-token-response-has-openid',
    breaks: { restrict_common_scopes: true, restricted_common_scopes: ['profile'] },
    keeps: { restrict_common_scopes: true, restricted_common_scopes: ['openid'] },
  },
];

const fapi2: readonly Row[] = [
  {
    rule: 'fapi2-client-authenticates-with-a-key',
    breaks: { token_endpoint_auth_method: 'client_secret_jwt' },
    keeps: { token_endpoint_auth_method: 'self_signed_tls_client_auth' },
    mends: true,
  },
  { rule: 'fapi2-client-is-confidential', breaks: { confidential: false }, keeps: { confidential: true }, mends: true },
  {
    rule: 'fapi2-client-is-confidential',
    breaks: { allow_token_revocation: true, public_revoke: true },
    keeps: { allow_token_revocation: true, public_revoke: false },
    mends: true,
  },
  {
    rule: 'fapi2-grant-types-are-safe',
    breaks: { grant_types: ['authorization_code', 'implicit'] },
    keeps: { grant_types: ['authorization_code', 'client_credentials'] },
    mends: true,
  },
  {
    rule: 'fapi2-grant-types-are-safe',
    breaks: { grant_types: ['agent_code'] },
    keeps: { grant_types: ['client_credentials'], response_types: [], redirect_uris: [] },
    mends: true,
  },
  {
    rule: 'fapi2-response-type-is-code',
    breaks: { response_types: ['code', 'none'] },
    keeps: { response_types: ['code'] },
    mends: true,
  },
  {
    rule: 'fapi2-requests-are-pushed',
    breaks: { require_pushed_authorization_requests: false },
    keeps: { require_pushed_authorization_requests: true },
    mends: true,
  },
  {
    rule: 'par-is-switched-on',
    breaks: none,
    keeps: none,
    server: aServer({ settings: { par_status: 'disabled' } }),
    keepsAt: aServer({ settings: { par_status: 'required' } }),
  },
  {
    rule: 'fapi2-pushed-requests-expire-soon',
    breaks: { pushed_authorization_request_ttl: 600 },
    keeps: { pushed_authorization_request_ttl: 599 },
    mends: true,
  },
  {
    rule: 'fapi2-code-challenge-is-hashed',
    breaks: { require_pkce: false },
    keeps: { require_pkce: true },
    mends: true,
  },
  {
    rule: 'fapi2-code-challenge-is-hashed',
    breaks: { allowed_code_challenge_methods: ['S256', 'plain'] },
    keeps: { allowed_code_challenge_methods: ['S256'] },
    mends: true,
    server: aServer({ settings: { disallow_plain_pkce: false } }),
  },
  {
    rule: 'fapi2-tokens-are-bound',
    breaks: { dpop_bound_access_tokens: false, tls_client_certificate_bound_access_tokens: false },
    keeps: { dpop_bound_access_tokens: false, tls_client_certificate_bound_access_tokens: true },
    mends: true,
  },
  {
    rule: 'tokens-are-bound-in-one-way',
    breaks: { dpop_bound_access_tokens: true, tls_client_certificate_bound_access_tokens: true },
    keeps: { dpop_bound_access_tokens: true, tls_client_certificate_bound_access_tokens: false },
  },
  {
    rule: 'fapi2-codes-expire-soon',
    breaks: { authorization_code_ttl: 61 },
    keeps: { authorization_code_ttl: 60 },
    mends: true,
  },
  {
    rule: 'fapi2-refresh-tokens-stay',
    breaks: { rotate_refresh_tokens: true },
    keeps: { rotate_refresh_tokens: false },
    mends: true,
  },
  {
    rule: 'fapi2-redirect-uris-are-https',
    breaks: { redirect_uris: ['http://127.0.0.1/callback'] },
    keeps: { redirect_uris: ['http://127.0.0.1/callback'], application_type: 'native' },
  },
  {
    rule: 'fapi2-redirect-uris-are-https',
    breaks: { redirect_uris: ['com.example.app:/callback'], application_type: 'native' },
    keeps: { redirect_uris: ['https://app.example.com/callback'], application_type: 'native' },
  },
  {
    rule: 'fapi2-redirect-uris-are-compared',
    breaks: { redirect_uri_validation_policy_id: 'queries' },
    keeps: { redirect_uri_validation_policy_id: 'exact' },
    mends: true,
  },
  {
    rule: 'fapi2-access-tokens-are-strong',
    breaks: { default_access_token_manager_id: 'jwt-rs256' },
    keeps: { default_access_token_manager_id: 'opaque' },
    mends: true,
  },
  {
    rule: 'fapi2-algorithms-are-strong',
    breaks: { authorization_signed_response_alg: 'RS256' },
    keeps: { authorization_signed_response_alg: 'Ed25519' },
    mends: true,
  },
  {
    rule: 'fapi2-algorithms-are-strong',
    breaks: { token_endpoint_auth_signing_alg: 'PS512' },
    keeps: { token_endpoint_auth_signing_alg: 'PS256' },
    mends: true,
  },
  {
    rule: 'fapi2-algorithms-are-strong',
    breaks: { introspection_signed_response_alg: 'RS256' },
    keeps: { introspection_signed_response_alg: 'EdDSA' },
    mends: true,
  },
  {
    rule: 'fapi2-requests-come-by-push-alone',
    breaks: { allow_request_uri_parameter: true, request_uris: ['https://app.example.com/*'] },
    keeps: { allow_request_uri_parameter: false },
    mends: true,
  },
  {
    rule: 'fapi2-assertions-name-the-issuer',
    breaks: { client_assertion_profile: 'oidc_core' },
    keeps: { client_assertion_profile: 'rfc7523bis' },
    mends: true,
  },
  {
    rule: 'fapi2-clocks-are-tolerated',
    breaks: none,
    keeps: none,
    server: aServer({ settings: { clock_skew: 9 } }),
    keepsAt: aServer({ settings: { clock_skew: 10 } }),
  },
];

const messageSigning: readonly Row[] = [
  {
    rule: 'fapi2-message-requests-are-signed',
    breaks: { require_signed_request_object: false },
    keeps: { require_signed_request_object: true },
    mends: true,
  },
  {
    rule: 'signed-request-has-keys',
    breaks: {
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_auth_san_dns: 'app.example.com',
      jwks: undefined,
    },
    keeps: { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_dns: 'app.example.com', jwks: keys },
  },
  {
    rule: 'fapi2-message-answers-are-signed',
    breaks: { require_jwt_secured_authorization_response: false },
    keeps: { require_jwt_secured_authorization_response: true },
    mends: true,
  },
];

const tables: readonly (readonly [Profile, readonly Row[]])[] = [
  ['fapi1_advanced', fapi1],
  ['fapi2_security', fapi2],
  ['fapi2_message_signing', messageSigning],
];

describe.each(tables)('the profile %s', (profile, rows) => {
  const good = profiles[profile];

  it('accepts a client that keeps to it', () => {
    expect(issuesOf(good, server)).toEqual([]);
    expect(patch(good, { client_name: 'Renamed' }, server)).toEqual({
      client: { ...good, client_name: 'Renamed' },
      issues: [],
    });
  });

  it.each(rows.map((row, index) => [row.rule, index, row] as const))(
    '%s is kept or broken by clients that hardly differ (%i)',
    (rule, _, { breaks, keeps, mends = false, server: at = server, keepsAt = at }) => {
      const broken = { ...patch(good, breaks, at).client };
      expect(issuesOf(broken, at)).toContainEqual(expect.objectContaining({ rule }));
      expect(patch(good, keeps, keepsAt).issues).toEqual([]);

      const fix = lintClient(broken, at).find((finding) => finding.rule === rule)!.fix;
      expect(fix !== undefined).toBe(mends);
      if (fix) expect(patch(broken, fix, at).issues).not.toContainEqual(expect.objectContaining({ rule }));
      // The same client without a profile is free to do so.
      const free = patch(broken, { fapi_profile: 'none' }, at).issues.map((issue) => issue.rule);
      if (rule.startsWith('fapi')) expect(free).not.toContain(rule);
    },
  );

  it('has a client for every line of its table', () => {
    const prefix = { fapi1_advanced: 'fapi1-', fapi2_security: 'fapi2-', fapi2_message_signing: 'fapi2-message-' };
    const lines = profileRules
      .map(({ id }) => id)
      .filter((id) => id.startsWith(prefix[profile]))
      .filter((id) => profile !== 'fapi2_security' || !id.startsWith(prefix.fapi2_message_signing));
    expect(lines.filter((id) => !rows.some(({ rule }) => rule === id))).toEqual([]);
  });

  it('reads nothing beyond what its lines declare', () => {
    for (const rule of profileRules) {
      const read = new Set<string>();
      const watched = new Proxy(
        { ...resolveClient(good, server) },
        { get: (client, name, receiver) => (read.add(String(name)), Reflect.get(client, name, receiver)) },
      );
      rule.check(watched, server);
      expect([...read].filter((name) => !rule.reads.some((own) => own === name))).toEqual([]);
    }
  });
});

describe('the algorithms that a key of the client does not sign with', () => {
  it.each([
    ['key_pair_type', { key_pair_type: 'okp' as const }, 'EdDSA'],
    ['no key pair', none, 'PS256'],
  ])('follow the keys that there are: %s', (_, own, alg) => {
    const { client, issues } = register({ ...withoutTls, ...own, ...asked, fapi_profile: 'fapi2_security' }, server);
    expect(issues).toEqual([]);
    expect(client).toMatchObject({ id_token_signed_response_alg: alg, authorization_signed_response_alg: alg });
  });
});

const asked = {
  client_name: 'Bank',
  grant_types: ['authorization_code'],
  redirect_uris: ['https://bank.example.com/callback'],
  dpop_bound_access_tokens: true,
};

describe('choosing a profile', () => {
  const plain = aClient({ grant_types: ['authorization_code', 'refresh_token'] }, server);

  it('sets what leaves no choice', () => {
    const { client } = patch(plain, { fapi_profile: 'fapi2_message_signing' }, server);
    expect(client).toMatchObject({
      confidential: true,
      restrict_response_types: true,
      response_types: ['code'],
      require_pushed_authorization_requests: true,
      require_pkce: true,
      rotate_refresh_tokens: false,
      allow_request_uri_parameter: false,
      require_signed_request_object: true,
      require_jwt_secured_authorization_response: true,
      id_token_signed_response_alg: 'PS256',
    });
  });

  it.each(['fapi1_advanced', 'fapi2_security', 'fapi2_message_signing'] as const)(
    'tells what is missing for %s, and all fixes together leave what only the owner knows',
    (profile) => {
      const missing = missingForProfile({ ...plain }, profile, server);
      expect(missing.length).toBeGreaterThan(1);
      const fixes = Object.assign({}, ...missing.map(({ fix }) => fix)) as Partial<Client>;
      const fixed = patch(plain, { ...fixes, fapi_profile: profile }, server);
      expect(fixed.issues.map(({ rule }) => rule)).not.toContainEqual(expect.stringMatching(/^fapi/));
      expect(patch(fixed.client, { jwks: keys }, server).issues).toEqual([]);
    },
  );
});
