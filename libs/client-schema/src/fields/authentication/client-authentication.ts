import { all, any, intersects, is, not } from '../../conditions.js';
import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Choice, Choices, Flag, Reference, Words } from '../../kinds.js';
import { oidcRegistration, ours, rfc } from '../../specs.js';
import {
  type AssertionSigningAlg,
  type ClientAssertionProfile,
  type ClientAuthenticationMethod,
  asymmetricSigningAlgs,
  clientAssertionProfiles,
  clientAuthenticationMethods,
  symmetricSigningAlgs,
} from '../../vocabulary.js';

/** Whether one of the client's ways to authenticate is among some. */
export const authenticatesBy = (...methods: readonly ClientAuthenticationMethod[]) =>
  any(
    intersects('additional_token_endpoint_auth_methods', ...methods),
    ...methods.map((method) => is('token_endpoint_auth_method', method)),
  );

const usesAssertions = authenticatesBy('private_key_jwt', 'client_secret_jwt');
const usesOwnIssuers = all(usesAssertions, is('client_assertion_profile', 'rfc7523'));

@Group({
  name: 'client_authentication',
  title: 'Client authentication',
  intro: 'How the application proves at the token endpoint that it is itself.',
  spec: rfc(6749, '2.3'),
})
export class ClientAuthenticationFields {
  /** How the client authenticates at the token, introspection and revocation endpoints. `none` makes it public. */
  @Choice({
    label: 'Authentication method',
    help: 'How the application proves who it is. “none” makes it a public client, which must use PKCE.',
    spec: rfc(7591, '2'),
    values: clientAuthenticationMethods,
    default: 'client_secret_basic',
  })
  token_endpoint_auth_method: ClientAuthenticationMethod;

  /** Further methods accepted as well, each with the credentials that it needs. */
  @Choices({
    label: 'Additional methods',
    help: 'Other methods accepted as well, for example while an application moves from a secret to keys.',
    spec: ours('clients'),
    values: clientAuthenticationMethods.filter((method) => method !== 'none'),
    default: [],
    visibleWhen: not(is('token_endpoint_auth_method', 'none')),
  })
  additional_token_endpoint_auth_methods: ClientAuthenticationMethod[];

  /**
   * Whether the client can keep a secret, RFC 6749 §2.1. One that cannot, although it has one, may exchange a code with
   * its client_id and PKCE alone; everything else still needs its credentials. False for a client without any.
   */
  @Flag({
    label: 'Confidential',
    help: 'The application can keep a secret. Off: it may exchange codes without authentication, with PKCE.',
    spec: rfc(6749, '2.1'),
    default: true,
  })
  confidential: boolean;

  /** A record of `credential_managers`: knows the secret in place of this server, and is asked whether it is right. */
  @Reference({
    label: 'Credential manager',
    help: 'A store elsewhere that is asked whether the secret is right. No secret is kept here then.',
    spec: ours('client-authentication'),
    resource: 'credential_managers',
    visibleWhen: authenticatesBy('client_secret_basic', 'client_secret_post'),
    example: 'vault',
  })
  credential_manager_id?: string;

  /** The one algorithm accepted for client assertions; absent: any that fits the method and a key of the client. */
  @Choice({
    label: 'Assertion signing algorithm',
    help: 'Algorithm the application signs its assertions with. Empty accepts any that fits its keys.',
    spec: oidcRegistration('2'),
    values: [...asymmetricSigningAlgs, ...symmetricSigningAlgs],
    visibleWhen: usesAssertions,
    example: 'ES256',
  })
  token_endpoint_auth_signing_alg?: AssertionSigningAlg;

  /**
   * What an assertion must say. `fapi2`: iss and sub are the client_id, aud is the issuer as one string. `rfc7523bis`: the
   * same, and typ is client-authentication+jwt. `oidc_core`: aud may be a list, or the address of an endpoint. `rfc7523`:
   * the same, and iss may be one of `client_assertion_allowed_issuers`.
   */
  @Choice({
    label: 'Assertion profile',
    help: 'How strictly assertions are read. “fapi2” takes the issuer as the only audience; the last two are for older clients.',
    spec: ours('client-authentication'),
    values: clientAssertionProfiles,
    default: 'fapi2',
    visibleWhen: usesAssertions,
  })
  client_assertion_profile: ClientAssertionProfile;

  /** False: an assertion may come without jti, and then cannot be told from a replayed one. */
  @Flag({
    label: 'Demand an id in assertions',
    help: 'Refuse assertions without a jti.',
    spec: rfc(7523, '3'),
    default: true,
    visibleWhen: usesOwnIssuers,
  })
  client_assertion_require_jti: boolean;

  /** Values of iss that are accepted beside the client_id; the signature is still made with the client's key. */
  @Words({
    label: 'Other issuers of assertions',
    help: 'Values accepted as the issuer of an assertion, beside the client ID.',
    spec: rfc(7523, '3'),
    maxItems: 10,
    maxLength: 255,
    default: [],
    visibleWhen: usesOwnIssuers,
    example: ['https://sts.example.com'],
  })
  client_assertion_allowed_issuers: string[];

  /** Each client assertion and each request object is accepted once, until it expires; both then need a jti and an exp. */
  @Flag({
    label: 'Refuse replayed assertions',
    help: 'Accept each signed assertion and request object once only, on all instances, until it expires.',
    spec: rfc(7523, '3'),
    default: false,
    visibleWhen: any(usesAssertions, hasUsers),
  })
  enforce_jwt_replay_prevention: boolean;
}

export const usesPrivateKey = authenticatesBy('private_key_jwt');
export const usesSecretAssertions = authenticatesBy('client_secret_jwt');
