import { type EffectiveClient } from './client.js';
import { type CertificateSubject, certificateSubjectTypes } from './certificate-subject.js';
import { type Resources } from './resources/index.js';
import { storedKey } from './stored-key.js';
import { jwkOfPem } from './subject-public-key.js';
import {
  type AssertionSigningAlg,
  type ClientAuthenticationMethod,
  type PublicJwk,
  type PublicJwkSet,
} from './vocabulary.js';

/** The fields that say how a client authenticates. */
type AuthenticationMethods = Pick<
  EffectiveClient,
  'token_endpoint_auth_method' | 'additional_token_endpoint_auth_methods'
>;

/** The fields that say by which ways, first and second, a client authenticates, and with what. */
export const authenticationFields = [
  'token_endpoint_auth_method',
  'additional_token_endpoint_auth_methods',
  'credential_manager_id',
  'token_endpoint_auth_signing_alg',
  'jwks_uri',
  'jwks',
  'jwt_public_key',
  'client_verification_key_id',
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
  'tls_client_auth_rdns_to_match',
  'tls_client_auth_issuer_ids',
  'tls_client_pinned_certificate',
  'secondary_token_endpoint_auth_method',
  'secondary_credential_manager_id',
  'secondary_token_endpoint_auth_signing_alg',
  'secondary_jwks_uri',
  'secondary_jwks',
  'secondary_client_verification_key_id',
  'secondary_tls_client_auth_subject_type',
  'secondary_tls_client_auth_subject_value',
  'secondary_tls_client_auth_issuer_ids',
  'secondary_tls_client_pinned_certificate',
] as const;

/** One way for a client to authenticate, with credentials of its own. */
export interface Way {
  /** What the names of its fields begin with. */
  readonly prefix: '' | 'secondary_';
  readonly methods: readonly ClientAuthenticationMethod[];
  readonly credential_manager_id: string | undefined;
  readonly signing_alg: AssertionSigningAlg | undefined;
  readonly jwks_uri: string | undefined;
  readonly jwks: PublicJwkSet | undefined;
  readonly jwt_public_key: string | undefined;
  readonly client_verification_key_id: string | undefined;
  readonly certificate: ExpectedCertificate;
}

/** What the certificate of a client must be. */
export interface ExpectedCertificate {
  /** A good client has one, or has pinned a certificate. */
  readonly subjects: readonly CertificateSubject[];
  /** The attribute types that are compared of a subject's name; none: all of it. */
  readonly rdns_to_match: readonly string[];
  /** Records of `trusted_cas`; none: any of them. */
  readonly issuer_ids: readonly string[];
  /** PEM. */
  readonly pinned: string | undefined;
}

/** Whether a client may authenticate by a method, be it the first or an additional one. */
export function mayAuthenticateBy(client: AuthenticationMethods, method: ClientAuthenticationMethod): boolean {
  return client.token_endpoint_auth_method === method || client.additional_token_endpoint_auth_methods.includes(method);
}

/** The ways in which a client may authenticate: the first, and the second where there is one. */
export function waysToAuthenticate(
  client: Pick<EffectiveClient, (typeof authenticationFields)[number]>,
): readonly Way[] {
  const first: Way = {
    prefix: '',
    methods: [client.token_endpoint_auth_method, ...client.additional_token_endpoint_auth_methods],
    credential_manager_id: client.credential_manager_id,
    signing_alg: client.token_endpoint_auth_signing_alg,
    jwks_uri: client.jwks_uri,
    jwks: client.jwks,
    jwt_public_key: client.jwt_public_key,
    client_verification_key_id: client.client_verification_key_id,
    certificate: {
      subjects: certificateSubjectTypes.flatMap((type) => subjectOf(type, client[`tls_client_auth_${type}`])),
      rdns_to_match: client.tls_client_auth_rdns_to_match,
      issuer_ids: client.tls_client_auth_issuer_ids,
      pinned: client.tls_client_pinned_certificate,
    },
  };
  const method = client.secondary_token_endpoint_auth_method;
  if (method === undefined) return [first];
  const second: Way = {
    prefix: 'secondary_',
    methods: [method],
    credential_manager_id: client.secondary_credential_manager_id,
    signing_alg: client.secondary_token_endpoint_auth_signing_alg,
    jwks_uri: client.secondary_jwks_uri,
    jwks: client.secondary_jwks,
    jwt_public_key: undefined,
    client_verification_key_id: client.secondary_client_verification_key_id,
    certificate: {
      subjects: subjectOf(
        client.secondary_tls_client_auth_subject_type,
        client.secondary_tls_client_auth_subject_value,
      ),
      rdns_to_match: [],
      issuer_ids: client.secondary_tls_client_auth_issuer_ids,
      pinned: client.secondary_tls_client_pinned_certificate,
    },
  };
  return [first, second];
}

function subjectOf(type: CertificateSubject['type'] | undefined, value: string | undefined): CertificateSubject[] {
  return type === undefined || value === undefined ? [] : [{ type, value }];
}

/** The public keys of a way that need not be fetched. */
export function publicKeysOf(way: Way, server: Pick<Resources, 'verification_keys'>): readonly PublicJwk[] {
  const own = way.jwt_public_key === undefined ? undefined : jwkOfPem(way.jwt_public_key);
  const single = [own, storedKey(way.client_verification_key_id, server)];
  return [...(way.jwks?.keys ?? []), ...single.filter((jwk) => jwk !== undefined)];
}
