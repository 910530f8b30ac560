import { Group } from '../field.js';
import { Choice, Choices, Flag, References, Seconds, Words } from '../kinds.js';
import { jarmSpec, oidcCore, oidcRegistration, ours, rfc, rpInitiatedLogout } from '../specs.js';
import {
  type ParStatus,
  type RequestObjectHandling,
  type RequestObjectSigningAlg,
  asymmetricSigningAlgs,
  parStatuses,
  requestObjectHandlings,
  requestObjectSigningAlgs,
  symmetricSigningAlgs,
} from '../vocabulary.js';

/** Settings of the server that no client overrides. */
@Group({
  name: 'server',
  title: 'Server',
  intro: 'Settings of the authorization server that no client overrides.',
  spec: ours('configuration'),
})
export class ServerFields {
  /** No client may accept plain code challenges. */
  @Flag({
    label: 'Disallow plain PKCE',
    help: 'Refuse the “plain” code challenge method, which protects little.',
    spec: rfc(9700, '2.1.1'),
    default: true,
  })
  disallow_plain_pkce: boolean;

  /** Whether clients may push their authorization requests, or must. */
  @Choice({
    label: 'Pushed requests',
    help: 'Whether applications may push their authorization requests to this server, or all of them must.',
    spec: rfc(9126, '5'),
    values: parStatuses,
    default: 'enabled',
  })
  par_status: ParStatus;

  /** Clients may be allowed to name redirect URIs in pushed requests that are not registered. */
  @Flag({
    label: 'Allow redirect URIs per request',
    help: 'Applications may be allowed to push requests with redirect URIs that are not registered.',
    spec: rfc(9126, '2.4'),
    default: false,
  })
  allow_per_request_redirect_uris: boolean;

  /** The sign-in API works without cookies for every client that may use it; otherwise as each client says. */
  @Flag({
    label: 'Sign-in API without cookies',
    help: 'Applications with the sign-in API use it without cookies. Off: as the setting of each application says.',
    spec: ours('redirectless'),
    default: false,
  })
  cookieless_user_authorization_api: boolean;

  /** Clients may have grants that RFC 9700 advises against: `implicit`. */
  @Flag({
    label: 'Allow legacy grants',
    help: 'Let clients have the implicit grant and response types with tokens, which pass through the browser.',
    spec: rfc(9700, '2.1.2'),
    default: true,
  })
  allow_legacy_grants: boolean;

  /** How clients may sign request objects. `none` must be among these before a client may send unsigned ones. */
  @Choices({
    label: 'Algorithms of request objects',
    help: 'How applications may sign their requests. “none” must be chosen before any may send unsigned request objects.',
    spec: rfc(9101, '10.1'),
    values: requestObjectSigningAlgs,
    min: 1,
    default: [...asymmetricSigningAlgs, ...symmetricSigningAlgs],
  })
  request_object_allowed_algs: RequestObjectSigningAlg[];

  /** The longest time between the `nbf` (or `iat`, or now) and the `exp` of a request object, in seconds. */
  @Seconds({
    label: 'Longest request object lifetime',
    help: 'How far the exp of a signed request may be from its nbf.',
    spec: ours('authorization-requests'),
    min: 60,
    max: 86_400,
    default: 3600,
  })
  request_object_max_lifetime: number;

  /** Claims that every signed request object must have, beside `iss`, `aud` and `client_id`. */
  @Words({
    label: 'Claims that request objects need',
    help: 'Claims that every signed request must have, beside iss, aud and client_id: exp and nbf, for example.',
    spec: ours('authorization-requests'),
    maxItems: 20,
    maxLength: 64,
    default: [],
    example: ['exp', 'nbf'],
  })
  request_object_required_claims: string[];

  /**
   * What becomes of parameters beside a request object. `claims_win`: they count where the object says nothing.
   * `claims_only`: they are ignored, RFC 9101 §6.3. `must_match`: the object must say the same.
   */
  @Choice({
    label: 'Parameters beside request objects',
    help: 'Whether they count where the request object says nothing, are ignored, or must be in it as well.',
    spec: oidcCore('6.3.3'),
    values: requestObjectHandlings,
    default: 'claims_win',
  })
  request_object_parameter_handling: RequestObjectHandling;

  /** Request objects are fetched from registered addresses alone. */
  @Flag({
    label: 'Registered request addresses only',
    help: 'Fetch request objects only from addresses that the application has registered.',
    spec: oidcRegistration('2'),
    default: true,
  })
  require_request_uri_registration: boolean;

  /** Clients may have ID tokens and userinfo answers with the algorithm `none`. */
  @Flag({
    label: 'Allow unsigned ID tokens',
    help: 'Let clients choose “none” for ID tokens and userinfo answers. Only TLS protects these on their way.',
    spec: oidcRegistration('2'),
    default: false,
  })
  allow_unsigned_responses: boolean;

  /** Users go back, after signing out, to where they come back when they sign in. */
  @Flag({
    label: 'Post-logout redirects at the origin of a redirect URI',
    help: 'Refuse post-logout redirect URIs on an origin that no redirect URI of the client has.',
    spec: rpInitiatedLogout('3.1'),
    default: false,
  })
  require_post_logout_same_origin: boolean;

  /** Clients are told when a session ends, each as its `logout_mode` says. */
  @Flag({
    label: 'Track sessions for logout',
    help: 'Remember which applications took part in a session, and tell them when it ends.',
    spec: ours('logout'),
    default: true,
  })
  track_user_sessions_for_logout: boolean;

  /** How long an authorization answer is good that is a JWT, in seconds. */
  @Seconds({
    label: 'Signed answer lifetime',
    help: 'How long an authorization answer that is a JWT is good for.',
    spec: jarmSpec('2.1'),
    min: 30,
    max: 600,
    default: 600,
  })
  jarm_response_ttl: number;

  /** Tolerance for the clocks of clients, in seconds. */
  @Seconds({
    label: 'Clock skew',
    help: 'How far the clock of a client may be off when it signs an assertion or a DPoP proof.',
    spec: rfc(7523, '3'),
    min: 0,
    max: 60,
    default: 10,
  })
  clock_skew: number;

  /** A DPoP proof must carry a nonce of this server, so that none can be made in advance. */
  @Flag({
    label: 'Require DPoP nonces',
    help: 'A DPoP proof must carry a nonce of this server. Applications get one with the first refusal, and try again.',
    spec: rfc(9449, '8'),
    default: false,
  })
  dpop_nonce_required: boolean;

  /** How far back a DPoP proof may have been made, in seconds. */
  @Seconds({
    label: 'DPoP proof lifetime',
    help: 'How long a DPoP proof is good for after it was made.',
    spec: rfc(9449, '11.1'),
    min: 10,
    max: 600,
    default: 120,
  })
  dpop_proof_ttl: number;

  /** A DPoP proof is accepted once, by one instance or another. */
  @Flag({
    label: 'Accept DPoP proofs once',
    help: 'Refuse a DPoP proof that was used before. Each proof then costs a write.',
    spec: rfc(9449, '11.1'),
    default: true,
  })
  dpop_replay_prevention: boolean;

  /** How long keys fetched from a `jwks_uri` are used before they are fetched again, in seconds. */
  @Seconds({
    label: 'JWK Set cache',
    help: 'How long the keys of a jwks_uri are used before they are fetched again.',
    spec: ours('configuration'),
    min: 30,
    max: 86_400,
    default: 300,
  })
  jwks_cache_ttl: number;

  /**
   * Which hosts are called for a client that names no `trusted_hosts` and no `trusted_authorities`: any public one
   * (`system`), or the issuer's alone (`explicit`).
   */
  @Choice({
    label: 'Outbound trust',
    help: 'Whether this server calls any public host for an application (system), or those that it trusts (explicit).',
    spec: ours('outbound-trust'),
    values: ['system', 'explicit'],
    default: 'system',
  })
  outbound_trust_mode: 'system' | 'explicit';

  /** Scopes granted to a request that names none. */
  @References({
    label: 'Default scopes',
    help: 'Scopes granted to a request that names none.',
    spec: rfc(6749, '3.3'),
    resource: 'scopes',
    maxItems: 50,
    default: [],
  })
  default_scopes: string[];

  /** Upper limits that clients may not exceed, in seconds. */
  @Seconds({
    label: 'Longest access token lifetime',
    help: 'No client may have access tokens that live longer.',
    spec: ours('configuration'),
    min: 1,
    max: 86_400,
    default: 86_400,
  })
  max_access_token_ttl: number;

  @Seconds({
    label: 'Longest authorization code lifetime',
    help: 'No client may have authorization codes that live longer.',
    spec: rfc(6749, '4.1.2'),
    min: 1,
    max: 600,
    default: 600,
  })
  max_authorization_code_ttl: number;

  @Seconds({
    label: 'Longest ID token lifetime',
    help: 'No client may have ID tokens that live longer.',
    spec: ours('configuration'),
    min: 1,
    max: 86_400,
    default: 86_400,
  })
  max_id_token_ttl: number;

  @Seconds({
    label: 'Longest agent token lifetime',
    help: 'No client may have agent tokens that live longer.',
    spec: ours('agents'),
    min: 1,
    max: 2_592_000,
    default: 2_592_000,
  })
  max_agent_token_ttl: number;

  @Seconds({
    label: 'Longest refresh token lifetime',
    help: 'No client may have refresh tokens that live longer.',
    spec: ours('configuration'),
    min: 0,
    max: 2_592_000,
    default: 2_592_000,
  })
  max_refresh_token_ttl: number;
}
