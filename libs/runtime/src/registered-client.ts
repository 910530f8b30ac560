import { createPublicKey, type KeyObject } from 'node:crypto';
import {
  type AssertionSigningAlg,
  type AvailableScopes,
  type Client,
  type ClientAuthenticationMethod,
  type EffectiveClient,
  type PublicJwk,
  type RegisteredRedirectUri,
  type ResponseType,
  type ClaimsMapper,
  type CredentialManager,
  type LogoutMode,
  type TemplateArea,
  type TokenIssuer,
  availableScopes,
  effectiveValue,
  permittedResponseTypes,
  prepareRedirectUris,
  resolveClient,
  sectorOf,
  standardResources,
  withProperties,
} from '@clientele/client-schema';
import { readPem } from './certificates/certificate.js';
import {
  type Way,
  mayAuthenticateBy,
  publicKeysOf,
  waysToAuthenticate,
} from '@clientele/client-schema/authentication-methods';
import { type CertificateSubject } from '@clientele/client-schema/certificate-subject';
import { storedKey } from '@clientele/client-schema/stored-key';
import { oidOfAttribute } from '@clientele/client-schema/distinguished-name';
import { type PublishedKeys, keysPublishedAt, limitsOf, trustOf } from './outbound.js';
import { type ClientRecord, type SecretVerifier } from './ports/client-store.js';
import { type Limits } from './ports/fetcher.js';
import { ownPair } from './ports/key-store.js';
import { type AccessTokenManager, type ServerState } from './ports/settings-store.js';
import { type SecurityProfile, securityProfileOf } from './security-profile.js';
import { managersOf } from './tokens/access-token-manager.js';

/** A public key of a client, imported once. */
export interface VerificationKey {
  readonly kid: string | undefined;
  readonly jwk: PublicJwk;
  readonly key: KeyObject;
}

/** Public keys of a client. */
export interface ClientKeys {
  /** Those of a `jwks_uri`, which are fetched when they are needed. */
  readonly published: PublishedKeys | undefined;
  /** Keys by value. */
  readonly verification_keys: readonly VerificationKey[];
  /** Of the keys by value, in seconds since 1970; infinity: they do not. */
  readonly keys_expire_at: number;
}

/** One way for a client to prove who it is: the methods, and what proves them. */
export interface ClientProof extends ClientKeys {
  readonly methods: ReadonlySet<ClientAuthenticationMethod>;
  readonly secrets: readonly SecretVerifier[];
  /** Knows the secret in place of this server. */
  readonly credential_manager: CredentialManager | undefined;
  /** Keys that sign assertions in place of the secrets. */
  readonly assertion_keys: readonly SecretVerifier[];
  /** The one algorithm of assertions; undefined: any that fits. */
  readonly signing_alg: AssertionSigningAlg | undefined;
  readonly certificate: CertificateProof;
}

/** What a certificate must be to prove the client. */
export interface CertificateProof {
  readonly subjects: readonly CertificateSubject[];
  /** Attribute types by OID: all that is compared of a subject's name; none: all of it. */
  readonly rdns: readonly string[];
  /** Authorities by their id; none: any. */
  readonly issuer_ids: readonly string[];
  /** SHA-256 of the one certificate, base64url; undefined: there may be others. */
  readonly pinned: string | undefined;
}

/**
 * A client as the endpoints see it: its effective settings, and everything that can be worked out once per revision
 * instead of once per request. Frozen.
 */
export interface RegisteredClient extends EffectiveClient {
  /** Internal id, never reused. */
  readonly id: string;
  readonly revision: number;
  /** The host of the document that is all that is known of it; undefined: it was registered. */
  readonly document_host: string | undefined;
  /** Whether nobody has vetted it, so that this server sends nobody to it who has not signed in and chosen to go. */
  readonly is_of_stranger: boolean;
  /** What the request calls it, where that is a DID: then nobody has proved to be anybody. */
  readonly did: string | undefined;
  readonly proof: ClientProof;
  /** A second way, until a moment in seconds since 1970. */
  readonly secondary: { readonly proof: ClientProof; readonly expires_at: number } | undefined;
  readonly registered_redirect_uris: readonly RegisteredRedirectUri[];
  /** What its requests must be besides; undefined: nothing. */
  readonly profile: SecurityProfile | undefined;
  /** The keys that verify its request objects. */
  readonly request_object_keys: ClientKeys;
  /** The stored key that its ID tokens are encrypted to; undefined: they are to its own. */
  readonly id_token_encryption_keys: ClientKeys | undefined;
  /** How its request objects are fetched. */
  readonly request_uri_limits: Limits;
  /** Where its users have one identifier; undefined: it knows them by the one that they have everywhere. */
  readonly sector: string | undefined;
  /** The keys of whoever vouches for its instances; undefined: nobody does. */
  readonly attester_keys: ClientKeys | undefined;
  /** Whether it signs users in without cookies. */
  readonly cookieless: boolean;
  /** How it is told of the end of a session: not at all where the server tells nobody. */
  readonly told_of_logout: LogoutMode;
  /** How logout tokens are posted. */
  readonly backchannel_logout_limits: Limits;
  /** How the pages look for its users; undefined: as for everybody. */
  readonly area: TemplateArea | undefined;
  /** The response types it may ask for. */
  readonly permitted_response_types: readonly ResponseType[];
  /** The scopes it may ask for. */
  readonly scopes: AvailableScopes;
  /** Those that may make its access tokens, its own first; none, where its own is gone. */
  readonly access_token_managers: readonly AccessTokenManager[];
  /** In seconds; undefined: neither it nor its template has one, and that of its access token manager goes before the server's. */
  readonly own_access_token_ttl: number | undefined;
  /** The key pair that signs for it, shared or its own; undefined: it has none, and any shared one does. */
  readonly signing_pair: string | undefined;
  /** Says which claims its access tokens and introspection answers carry. */
  readonly claims_mapper: ClaimsMapper;
  /** Says which claims its ID tokens carry. */
  readonly oidc_policy: ClaimsMapper;
  /** Says which claims its userinfo answers carry. */
  readonly userinfo_policy: ClaimsMapper;
  /** Says how its signed userinfo answers are made; undefined: as its ID tokens, and without an end. */
  readonly userinfo_issuer: TokenIssuer | undefined;
}

/** Prepares a client of the registry for the endpoints of this issuer. */
export function registeredClient(record: ClientRecord, server: ServerState, issuer: string): RegisteredClient {
  const effective = resolveClient(record.document, server);
  const trust = trustOf(effective, server.settings, issuer);
  const httpClient = (name: string | undefined) => server.http_clients.find(({ id }) => id === name);
  const publishedBy = ({ prefix, jwks_uri: url }: Way) => {
    const http = prefix === '' ? httpClient(effective.jwks_uri_http_client_id) : undefined;
    return url === undefined ? undefined : keysPublishedAt(url, http, trust);
  };
  const [first, second] = waysToAuthenticate(effective).map((way) =>
    proofOf(way, publishedBy(way), record.secrets, server),
  ) as [ClientProof, ClientProof?];
  const policy = server.redirect_uri_validation_policies.find(
    ({ id }) => id === effective.redirect_uri_validation_policy_id,
  );
  const anyLoopbackPort =
    effective.application_type === 'native' ||
    !effective.validate_port_on_loopback_interfaces ||
    policy?.allow_loopback_ports === true;
  const profile = securityProfileOf(effective);
  const oidc_policy_id = effective.oidc_policy_id ?? effective.claims_mapper_id;
  const { request_object_verification_key_id, id_token_encryption_key_id } = effective;
  const userinfo_issuer = server.token_issuers.find(({ id }) => id === effective.userinfo_token_issuer_id);
  return Object.freeze({
    ...effective,
    client_id: record.client_id,
    id: record.id,
    revision: record.revision,
    document_host: record.document_host,
    is_of_stranger: isOfStranger(record, server),
    did: undefined,
    proof: first,
    secondary: second && { proof: second, expires_at: endOfSecondary(effective) },
    profile,
    request_object_keys: request_object_verification_key_id
      ? storedKeys(request_object_verification_key_id, server)
      : first,
    id_token_encryption_keys: id_token_encryption_key_id ? storedKeys(id_token_encryption_key_id, server) : undefined,
    request_uri_limits: { ...limitsOf(httpClient(effective.request_uri_http_client_id)), ...trust },
    sector: sectorOf(effective),
    allow_unregistered_redirect_uris: mayNameItsRedirectUris(effective, server),
    attester_keys:
      effective.client_attester_jwks_uri === undefined
        ? undefined
        : {
            published: keysPublishedAt(effective.client_attester_jwks_uri, undefined, trust),
            verification_keys: [],
            keys_expire_at: Number.POSITIVE_INFINITY,
          },
    cookieless: effective.allow_cookieless_authentication_api || server.settings.cookieless_user_authorization_api,
    told_of_logout: server.settings.track_user_sessions_for_logout ? effective.logout_mode : 'none',
    backchannel_logout_limits: { ...limitsOf(httpClient(effective.backchannel_logout_http_client_id)), ...trust },
    area: areaOf(effective, server),
    registered_redirect_uris: prepareRedirectUris(effective.redirect_uris, anyLoopbackPort, policy),
    permitted_response_types: permittedResponseTypes(effective),
    scopes: availableScopes(effective, server),
    access_token_managers: managersOf(effective, profile, record.client_id, server),
    own_access_token_ttl: ownAccessTokenTtl(record.document, server),
    signing_pair: signingPairOf(record.id, effective),
    claims_mapper: mapperCalled(effective.claims_mapper_id, server),
    oidc_policy: mapperCalled(oidc_policy_id, server),
    userinfo_policy: mapperCalled(userinfo_issuer?.claims_mapper_id ?? oidc_policy_id, server),
    userinfo_issuer,
  });
}

function isOfStranger({ document_host, origin }: ClientRecord, { settings }: ServerState): boolean {
  return document_host !== undefined || (origin === 'open_registration' && !settings.registration_redirects_refusals);
}

function ownAccessTokenTtl(document: Client, server: ServerState): number | undefined {
  const { value, origin } = effectiveValue(document, server, 'access_token_ttl');
  return origin === 'server' ? undefined : (value as number);
}

/**
 * The key pair that signs for a client; undefined: any of the server's.
 * @param id the internal id of the client
 */
export function signingPairOf(
  id: string,
  { key_pair_id, key_pair_type }: Pick<EffectiveClient, 'key_pair_id' | 'key_pair_type'>,
): string | undefined {
  return key_pair_id ?? (key_pair_type && ownPair(id));
}

/** How the client's pages look, with what they say of the client itself. */
function areaOf(
  { template_area, extended_properties }: EffectiveClient,
  server: ServerState,
): TemplateArea | undefined {
  const area = server.template_areas.find(({ id }) => id === template_area);
  return area && { ...area, footer: area.footer && withProperties(area.footer, extended_properties) };
}

/** A mapper that is gone is the default one: no claim goes anywhere because of it. */
function mapperCalled(name: string, { claims_mappers }: ServerState): ClaimsMapper {
  return claims_mappers.find(({ id }) => id === name) ?? standardResources.claims_mappers[0]!;
}

function proofOf(
  way: Way,
  published: PublishedKeys | undefined,
  secrets: readonly SecretVerifier[],
  server: ServerState,
): ClientProof {
  const stored = server.verification_keys.find(({ id }) => id === way.client_verification_key_id);
  const { prefix, methods, signing_alg } = way;
  return {
    methods: new Set(methods),
    secrets: secrets.filter(({ field }) => field === `${prefix}client_secret`),
    assertion_keys: secrets.filter(({ field }) => field === `${prefix}client_assertion_symmetric_key`),
    credential_manager: server.credential_managers.find(({ id }) => id === way.credential_manager_id),
    signing_alg,
    published,
    verification_keys: publicKeysOf(way, server).flatMap(verificationKey),
    keys_expire_at: endOfKey(stored),
    certificate: certificateProofOf(way),
  };
}

/** Whether a pushed request may name any redirect URI: nobody but the client may push one, RFC 9126 §2.4. */
function mayNameItsRedirectUris(client: EffectiveClient, { settings }: ServerState): boolean {
  const authenticates = client.confidential && !mayAuthenticateBy(client, 'none');
  return client.allow_unregistered_redirect_uris && authenticates && settings.allow_per_request_redirect_uris;
}

/** A key that the server keeps for its clients, as the only one. */
function storedKeys(id: string, server: ServerState): ClientKeys {
  const jwk = storedKey(id, server);
  return {
    published: undefined,
    verification_keys: jwk ? publicKey(jwk) : [],
    keys_expire_at: endOfKey(server.verification_keys.find((record) => record.id === id)),
  };
}

function endOfKey(stored: { readonly expires_at: string | null } | undefined): number {
  return stored?.expires_at ? Date.parse(stored.expires_at) / 1000 : Number.POSITIVE_INFINITY;
}

function certificateProofOf({ certificate: { subjects, rdns_to_match, issuer_ids, pinned } }: Way): CertificateProof {
  return {
    subjects,
    rdns: rdns_to_match.flatMap((type) => oidOfAttribute(type) ?? []),
    issuer_ids,
    // One that cannot be read is nobody's.
    pinned: pinned === undefined ? undefined : (readPem(pinned)?.thumbprint ?? ''),
  };
}

function endOfSecondary({ secondary_authentication_expires_at: end }: EffectiveClient): number {
  return end === undefined ? Number.POSITIVE_INFINITY : Date.parse(end) / 1000;
}

/** Imports a public key; one that this platform cannot read is left out, since it can verify nothing. */
export function verificationKey(jwk: PublicJwk): VerificationKey[] {
  return jwk.use === 'enc' ? [] : publicKey(jwk);
}

/** The same of a key for any use. */
export function publicKey(jwk: PublicJwk): VerificationKey[] {
  try {
    return [{ kid: jwk.kid, jwk, key: createPublicKey({ key: jwk, format: 'jwk' }) }];
  } catch {
    return [];
  }
}
