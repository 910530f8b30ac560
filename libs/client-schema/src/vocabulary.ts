/** Registered values (IANA, or the document that defines them) for the settings of a client. */

export const grantTypes = [
  'authorization_code',
  'implicit',
  'client_credentials',
  'refresh_token',
  'agent_credentials',
  'agent_code',
] as const;
export type GrantType = (typeof grantTypes)[number];

/** The grant types that begin with a code from the authorization endpoint. */
export const codeGrantTypes = ['authorization_code', 'agent_code'] as const satisfies readonly GrantType[];

/** The grant types that begin at the authorization endpoint, with a user. */
export const interactiveGrantTypes = [...codeGrantTypes, 'implicit'] as const satisfies readonly GrantType[];

/** The grant types whose tokens are those of an agent. */
export const agentGrantTypes = ['agent_credentials', 'agent_code'] as const satisfies readonly GrantType[];

/** The grant types that may go on with what a user has allowed before. */
export const reusableGrantTypes = ['authorization_code', 'implicit'] as const satisfies readonly GrantType[];
export type ReusableGrantType = (typeof reusableGrantTypes)[number];

/** OAuth 2.0 Multiple Response Types §3 to §5, RFC 6749 §3.1.1. The words of each in alphabetical order. */
export const responseTypes = [
  'code',
  'code id_token',
  'code id_token token',
  'code token',
  'id_token',
  'id_token token',
  'token',
  'none',
] as const;
export type ResponseType = (typeof responseTypes)[number];

/** How an authorization response travels: OAuth 2.0 Multiple Response Types §2.1, Form Post Response Mode §2. */
export const plainResponseModes = ['query', 'fragment', 'form_post'] as const;

/** How one travels that is a signed JWT, JARM §2.3: `jwt` is `query.jwt`, or `fragment.jwt` for an answer with a token. */
export const securedResponseModes = ['jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt'] as const;

/** `redirectless` is no way through a browser: the application itself asks and is answered, as its sign-in API has it. */
export const responseModeNames = [...plainResponseModes, ...securedResponseModes, 'redirectless'] as const;
export type ResponseModeName = (typeof responseModeNames)[number];

export const clientAuthenticationMethods = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const;
export type ClientAuthenticationMethod = (typeof clientAuthenticationMethods)[number];

export const clientTypes = ['web', 'single_page_application', 'native', 'server_to_server', 'financial'] as const;
export type ClientType = (typeof clientTypes)[number];

export const applicationTypes = ['web', 'native'] as const;
export type ApplicationType = (typeof applicationTypes)[number];

/** RFC 7518 §3.1 and RFC 8037 §3.1: the signature algorithms made with a private key. */
export const asymmetricSigningAlgs = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;
export type AsymmetricSigningAlg = (typeof asymmetricSigningAlgs)[number];

/** RFC 7518 §3.1: the signature algorithms made with a shared secret. */
export const symmetricSigningAlgs = ['HS256', 'HS384', 'HS512'] as const;
export type SymmetricSigningAlg = (typeof symmetricSigningAlgs)[number];

/** How answers for a client may be signed: with a key of the server, with the client's secret, or not, RFC 7518 §3.6. */
export const responseSigningAlgs = [...asymmetricSigningAlgs, ...symmetricSigningAlgs, 'none'] as const;
export type ResponseSigningAlg = (typeof responseSigningAlgs)[number];

/** How request objects may be signed, or not, OpenID Connect Registration §2. */
export const requestObjectSigningAlgs = responseSigningAlgs;
export type RequestObjectSigningAlg = (typeof requestObjectSigningAlgs)[number];

/** What becomes of parameters beside a request object. */
export const requestObjectHandlings = ['claims_win', 'claims_only', 'must_match'] as const;
export type RequestObjectHandling = (typeof requestObjectHandlings)[number];

export type AssertionSigningAlg = AsymmetricSigningAlg | SymmetricSigningAlg;

/** RFC 7518 §4.1: how the key of encrypted content is agreed on or wrapped with a secret that both sides have. */
export const symmetricKeyManagementAlgs = [
  'dir',
  'A128KW',
  'A192KW',
  'A256KW',
  'A128GCMKW',
  'A192GCMKW',
  'A256GCMKW',
] as const;
export type SymmetricKeyManagementAlg = (typeof symmetricKeyManagementAlgs)[number];

/** The same with a public key. RSA1_5 is not among them: RFC 8725 §3.2. */
export const asymmetricKeyManagementAlgs = [
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A256KW',
  'RSA-OAEP',
  'RSA-OAEP-256',
] as const;
export type AsymmetricKeyManagementAlg = (typeof asymmetricKeyManagementAlgs)[number];

export const keyManagementAlgs = [...asymmetricKeyManagementAlgs, ...symmetricKeyManagementAlgs] as const;
export type KeyManagementAlg = (typeof keyManagementAlgs)[number];

/** RFC 7518 §5.1: how content is encrypted. */
export const contentEncryptionAlgs = [
  'A128CBC-HS256',
  'A192CBC-HS384',
  'A256CBC-HS512',
  'A128GCM',
  'A192GCM',
  'A256GCM',
] as const;
export type ContentEncryptionAlg = (typeof contentEncryptionAlgs)[number];

/** RFC 7518 §3.2: a key for HMAC is at least as long as its digest, in octets. */
export const octetsForHmac: Readonly<Record<SymmetricSigningAlg, number>> = { HS256: 32, HS384: 48, HS512: 64 };

/** Where the TLS connection of a client may end: at this server, or at a proxy that tells the certificate. */
export const certificateTerminations = ['either', 'direct', 'proxy'] as const;
export type CertificateTermination = (typeof certificateTerminations)[number];

/** How strictly a client's assertions are read: what their type, issuer, audience and jti must be. */
export const clientAssertionProfiles = ['fapi2', 'rfc7523bis', 'oidc_core', 'rfc7523'] as const;
export type ClientAssertionProfile = (typeof clientAssertionProfiles)[number];

/** Whether authorization requests may be pushed, RFC 9126 §5. */
export const parStatuses = ['disabled', 'enabled', 'required'] as const;
export type ParStatus = (typeof parStatuses)[number];

export const codeChallengeMethods = ['S256', 'plain'] as const;
export type CodeChallengeMethod = (typeof codeChallengeMethods)[number];

/** A public key as RFC 7517 spells it. */
export interface PublicJwk {
  kty: string;
  kid?: string;
  use?: string;
  alg?: string;
  crv?: string;
  n?: string;
  e?: string;
  x?: string;
  y?: string;
  [member: string]: unknown;
}

export interface PublicJwkSet {
  keys: PublicJwk[];
}

/** Roles of accounts in the administration of this server, from the least to the most powerful. */
export const accountRoleNames = ['viewer', 'editor', 'admin'] as const;

/** How a client is told that a session has ended. */
export const logoutModes = ['none', 'oidc_front_channel', 'oidc_back_channel', 'ping_front_channel'] as const;
export type LogoutMode = (typeof logoutModes)[number];

/** OpenID Connect Core §8. */
export const subjectTypes = ['public', 'pairwise'] as const;
export type SubjectType = (typeof subjectTypes)[number];

/** The profiles of FAPI that a client may be held to. */
export const fapiProfiles = ['none', 'fapi1_advanced', 'fapi2_security', 'fapi2_message_signing'] as const;
export type FapiProfile = (typeof fapiProfiles)[number];

/** Whose documents make a client of whoever names one as its client_id. */
export const clientDocuments = ['disabled', 'listed_hosts', 'any_host'] as const;
export type ClientDocuments = (typeof clientDocuments)[number];

/** Where a client known by a document may send its users back to. */
export const clientDocumentRedirects = ['same_origin', 'same_origin_or_loopback', 'any'] as const;
export type ClientDocumentRedirects = (typeof clientDocumentRedirects)[number];
