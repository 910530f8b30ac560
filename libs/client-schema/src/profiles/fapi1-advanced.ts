import { isInteractive, usesCodes } from '../interactive.js';
import { permittedResponseTypes } from '../response-types.js';
import { type Rule } from '../rule.js';
import { fapi1Advanced, fapi1Baseline, rfc } from '../specs.js';
import { type ResponseType } from '../vocabulary.js';
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

/** How JWTs of clients of FAPI 1.0 Advanced are signed, and those for them: Part 2 §8.6. */
export const fapi1Algs = ['PS256', 'ES256'] as const;

const safeResponseTypes: readonly ResponseType[] = ['code', 'code id_token'];
const line = linesOf('fapi1_advanced');

/** FAPI 1.0 Advanced. What a request must be besides, the runtime checks. */
export const fapi1AdvancedRules: readonly Rule[] = [
  line({
    id: 'fapi1-client-authenticates-with-a-key',
    spec: fapi1Advanced('5.2.2'),
    reads: [...methodFields],
    check: authenticatesWithAKey,
  }),
  line({
    id: 'fapi1-client-is-confidential',
    spec: fapi1Advanced('5.2.2'),
    reads: ['token_endpoint_auth_method', 'confidential', 'public_refresh_token', 'public_revoke'],
    fixed: true,
    check: isConfidential,
  }),
  line({
    id: 'fapi1-grant-types-are-safe',
    spec: fapi1Advanced('5.2.2'),
    reads: ['grant_types', 'redirect_uris', 'restrict_response_types', 'response_types'],
    check: (client) => {
      const { grant_types, redirect_uris, restrict_response_types, response_types } = client;
      const pointer = '/grant_types';
      const lacksCode = redirect_uris.length > 0 && !grant_types.includes('authorization_code');
      const needsImplicit = !restrict_response_types || response_types.includes('code id_token');
      if (lacksCode) {
        return [
          {
            pointer,
            detail: 'must contain authorization_code',
            mend: { grant_types: ['authorization_code', ...grant_types] },
          },
        ];
      }
      if (!grant_types.includes('implicit') || needsImplicit) return [];
      return [
        {
          pointer,
          detail: 'must not contain implicit without the response type code id_token',
          mend: { grant_types: grant_types.filter((type) => type !== 'implicit') },
        },
      ];
    },
  }),
  line({
    id: 'fapi1-response-types-are-safe',
    spec: fapi1Advanced('5.2.2'),
    reads: ['grant_types', 'restrict_response_types', 'response_types'],
    fixed: true,
    check: (client) => {
      const { grant_types, restrict_response_types, response_types } = client;
      const areSafe = response_types.length > 0 && response_types.every((type) => safeResponseTypes.includes(type));
      if (!isInteractive(grant_types) || (restrict_response_types && areSafe)) return [];
      const kept = response_types.filter((type) => safeResponseTypes.includes(type));
      const usual: ResponseType = grant_types.includes('implicit') ? 'code id_token' : 'code';
      return [
        {
          pointer: restrict_response_types ? '/response_types' : '/restrict_response_types',
          detail: restrict_response_types ? 'must be code or code id_token' : 'must be true',
          mend: { restrict_response_types: true, response_types: kept.length > 0 ? kept : [usual] },
        },
      ];
    },
  }),
  line({
    id: 'fapi1-codes-come-in-signed-answers',
    spec: fapi1Advanced('5.2.2'),
    reads: ['grant_types', 'restrict_response_types', 'response_types', 'require_jwt_secured_authorization_response'],
    check: (client) =>
      permittedResponseTypes(client).includes('code')
        ? mustBe(client, 'require_jwt_secured_authorization_response', true)
        : [],
  }),
  line({
    id: 'fapi1-requests-are-signed',
    spec: fapi1Advanced('5.2.2'),
    reads: ['grant_types', 'require_signed_request_object'],
    fixed: true,
    check: (client) => (isInteractive(client.grant_types) ? mustBe(client, 'require_signed_request_object', true) : []),
  }),
  line({
    id: 'fapi1-algorithms-are-strong',
    spec: fapi1Advanced('8.6'),
    reads: [...algFields],
    fixed: true,
    check: (client, server) => signsWith(fapi1Algs, client, server),
  }),
  line({
    id: 'fapi1-access-tokens-are-strong',
    spec: fapi1Advanced('8.6'),
    reads: ['default_access_token_manager_id'],
    check: (client, server) => accessTokensAreSignedWith(fapi1Algs, client, server),
  }),
  line({
    id: 'fapi1-tokens-are-bound-to-the-certificate',
    spec: fapi1Advanced('5.2.2'),
    reads: ['tls_client_certificate_bound_access_tokens', 'dpop_bound_access_tokens'],
    fixed: true,
    check: (client) => [
      ...mustBe(client, 'tls_client_certificate_bound_access_tokens', true),
      ...mustBe(client, 'dpop_bound_access_tokens', false),
    ],
  }),
  line({
    id: 'fapi1-redirect-uris-are-https',
    spec: fapi1Baseline('5.2.2'),
    reads: ['redirect_uris'],
    check: (client) => redirectsAreSafe(client, false),
  }),
  line({
    id: 'fapi1-redirect-uris-are-registered',
    spec: fapi1Baseline('5.2.2'),
    reads: ['redirect_uri_validation_policy_id', 'allow_unregistered_redirect_uris'],
    check: (client, server) => [
      ...redirectsAreCompared(client, server, false),
      ...mustBe(client, 'allow_unregistered_redirect_uris', false),
    ],
  }),
  line({
    id: 'fapi1-code-challenge-is-hashed',
    spec: fapi1Advanced('5.2.2'),
    reads: ['grant_types', 'allowed_code_challenge_methods'],
    fixed: true,
    check: (client) =>
      usesCodes(client.grant_types) ? mustBe(client, 'allowed_code_challenge_methods', ['S256']) : [],
  }),
  line({
    id: 'fapi1-users-are-asked',
    spec: fapi1Baseline('5.2.2'),
    reads: ['grant_types', 'bypass_consent', 'first_party', 'allow_redirectless_authentication'],
    check: ({ grant_types, bypass_consent, first_party, allow_redirectless_authentication: redirectless }) => {
      if (!isInteractive(grant_types) || !(bypass_consent ?? first_party)) return [];
      return [
        ...(redirectless
          ? [
              {
                pointer: '/allow_redirectless_authentication',
                detail: 'must be false',
                mend: { allow_redirectless_authentication: false },
              },
            ]
          : []),
        {
          pointer: bypass_consent === undefined ? '/first_party' : '/bypass_consent',
          detail: 'must be false',
          mend: bypass_consent === undefined ? { first_party: false } : { bypass_consent: false },
        },
      ];
    },
  }),
  line({
    id: 'fapi1-assertions-name-the-server',
    spec: rfc(7523, '3'),
    reads: ['token_endpoint_auth_method', 'additional_token_endpoint_auth_methods', 'client_assertion_profile'],
    fixed: true,
    check: (client) => readsAssertionsAs(['oidc_core'], client),
  }),
];
