import { isInteractive, usesCodes } from '../interactive.js';
import { type Rule } from '../rule.js';
import { fapi2Security } from '../specs.js';
import { isSame } from '../same.js';
import { linesOf, mustBe } from './profile-check.js';
import {
  accessTokensAreSignedWith,
  algFields,
  authenticatesWithAKey,
  isConfidential,
  methodFields,
  readsAssertionsAs,
  redirectsAreCompared,
  redirectsAreSafe,
  signsWith,
} from './shared-checks.js';

/** How JWTs of clients of FAPI 2.0 are signed, and those for them: §5.4.1. `EdDSA` and `Ed25519` are one, RFC 9864 §2.2. */
export const fapi2Algs = ['PS256', 'ES256', 'EdDSA', 'Ed25519'] as const;

/** Seconds by which the clock of a client may be ahead, §5.3.2.1. */
const leastSkew = 10;
/** Seconds that a code lives at most, §5.3.2.1. */
const longestCode = 60;
/** Seconds that a pushed request lives less than, §5.3.2.2. */
const longestPushed = 600;

const line = linesOf('fapi2_security', 'fapi2_message_signing');
const authorizationServer = fapi2Security('5.3.2.1');
const codeFlow = fapi2Security('5.3.2.2');
const cryptography = fapi2Security('5.4.1');

/** The FAPI 2.0 Security Profile, which Message Signing adds to. What a request must be besides, the runtime checks. */
export const fapi2SecurityRules: readonly Rule[] = [
  line({
    id: 'fapi2-client-authenticates-with-a-key',
    spec: authorizationServer,
    reads: [...methodFields],
    check: authenticatesWithAKey,
  }),
  line({
    id: 'fapi2-client-is-confidential',
    spec: authorizationServer,
    reads: ['token_endpoint_auth_method', 'confidential', 'public_refresh_token', 'public_revoke'],
    fixed: true,
    check: isConfidential,
  }),
  line({
    id: 'fapi2-grant-types-are-safe',
    spec: codeFlow,
    reads: ['grant_types', 'redirect_uris'],
    check: ({ grant_types, redirect_uris }) => {
      const safe = grant_types.filter((type) => type !== 'implicit');
      const lacksCode = redirect_uris.length > 0 && !safe.includes('authorization_code');
      if (!lacksCode && safe.length === grant_types.length) return [];
      return [
        {
          pointer: '/grant_types',
          detail: lacksCode ? 'must contain authorization_code, and not implicit' : 'must not contain implicit',
          mend: { grant_types: lacksCode ? ['authorization_code', ...safe] : safe },
        },
      ];
    },
  }),
  line({
    id: 'fapi2-response-type-is-code',
    spec: codeFlow,
    reads: ['grant_types', 'restrict_response_types', 'response_types'],
    fixed: true,
    check: ({ grant_types, restrict_response_types, response_types }) =>
      !isInteractive(grant_types) || (restrict_response_types && isSame(response_types, ['code']))
        ? []
        : [
            {
              pointer: restrict_response_types ? '/response_types' : '/restrict_response_types',
              detail: restrict_response_types ? 'must be code alone' : 'must be true',
              mend: { restrict_response_types: true, response_types: ['code'] },
            },
          ],
  }),
  line({
    id: 'fapi2-requests-are-pushed',
    spec: codeFlow,
    reads: ['grant_types', 'require_pushed_authorization_requests'],
    fixed: true,
    check: (client) =>
      isInteractive(client.grant_types) ? mustBe(client, 'require_pushed_authorization_requests', true) : [],
  }),
  line({
    id: 'fapi2-pushed-requests-expire-soon',
    spec: codeFlow,
    reads: ['grant_types', 'pushed_authorization_request_ttl'],
    check: ({ grant_types, pushed_authorization_request_ttl: ttl }) =>
      isInteractive(grant_types) && ttl >= longestPushed
        ? [
            {
              pointer: '/pushed_authorization_request_ttl',
              detail: `must be less than ${longestPushed} seconds`,
              mend: { pushed_authorization_request_ttl: 60 },
            },
          ]
        : [],
  }),
  line({
    id: 'fapi2-code-challenge-is-hashed',
    spec: codeFlow,
    reads: ['grant_types', 'require_pkce', 'allowed_code_challenge_methods'],
    fixed: true,
    check: (client) =>
      usesCodes(client.grant_types)
        ? [...mustBe(client, 'require_pkce', true), ...mustBe(client, 'allowed_code_challenge_methods', ['S256'])]
        : [],
  }),
  line({
    id: 'fapi2-tokens-are-bound',
    spec: authorizationServer,
    reads: ['dpop_bound_access_tokens', 'tls_client_certificate_bound_access_tokens'],
    check: ({ dpop_bound_access_tokens, tls_client_certificate_bound_access_tokens }) =>
      dpop_bound_access_tokens || tls_client_certificate_bound_access_tokens
        ? []
        : [
            {
              pointer: '/dpop_bound_access_tokens',
              detail: 'or tls_client_certificate_bound_access_tokens must be true',
              mend: { dpop_bound_access_tokens: true },
            },
          ],
  }),
  line({
    id: 'fapi2-codes-expire-soon',
    spec: authorizationServer,
    reads: ['grant_types', 'authorization_code_ttl'],
    check: ({ grant_types, authorization_code_ttl }) =>
      usesCodes(grant_types) && authorization_code_ttl > longestCode
        ? [
            {
              pointer: '/authorization_code_ttl',
              detail: `must be at most ${longestCode} seconds`,
              mend: { authorization_code_ttl: longestCode },
            },
          ]
        : [],
  }),
  line({
    id: 'fapi2-refresh-tokens-stay',
    spec: authorizationServer,
    reads: ['grant_types', 'rotate_refresh_tokens'],
    fixed: true,
    check: (client) =>
      client.grant_types.includes('refresh_token') ? mustBe(client, 'rotate_refresh_tokens', false) : [],
  }),
  line({
    id: 'fapi2-redirect-uris-are-https',
    spec: codeFlow,
    reads: ['redirect_uris', 'application_type'],
    check: (client) => redirectsAreSafe(client, client.application_type === 'native'),
  }),
  line({
    id: 'fapi2-redirect-uris-are-compared',
    spec: codeFlow,
    reads: ['redirect_uri_validation_policy_id', 'application_type'],
    check: (client, server) => redirectsAreCompared(client, server, client.application_type === 'native'),
  }),
  line({
    id: 'fapi2-algorithms-are-strong',
    spec: cryptography,
    reads: [...algFields],
    fixed: true,
    check: (client, server) => signsWith(fapi2Algs, client, server),
  }),
  line({
    id: 'fapi2-access-tokens-are-strong',
    spec: cryptography,
    reads: ['default_access_token_manager_id'],
    check: (client, server) => accessTokensAreSignedWith(fapi2Algs, client, server),
  }),
  line({
    id: 'fapi2-requests-come-by-push-alone',
    spec: codeFlow,
    reads: ['grant_types', 'allow_request_uri_parameter'],
    fixed: true,
    check: (client) => (isInteractive(client.grant_types) ? mustBe(client, 'allow_request_uri_parameter', false) : []),
  }),
  line({
    id: 'fapi2-assertions-name-the-issuer',
    spec: authorizationServer,
    reads: ['token_endpoint_auth_method', 'additional_token_endpoint_auth_methods', 'client_assertion_profile'],
    fixed: true,
    check: (client) => readsAssertionsAs(['fapi2', 'rfc7523bis'], client),
  }),
  line({
    id: 'fapi2-clocks-are-tolerated',
    spec: authorizationServer,
    reads: [],
    check: (_, { settings }) =>
      settings.clock_skew >= leastSkew
        ? []
        : [
            {
              pointer: '/fapi_profile',
              detail: `must be none while the server’s clock_skew is less than ${leastSkew} seconds, which it is`,
            },
          ],
  }),
];
