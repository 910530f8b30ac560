import { type FactSource, type ProtocolRule } from './steps.js';

/** Error codes of the protocol endpoints, with the status each is answered with. */
const statuses = {
  // RFC 6749 §4.1.2.1 and §5.2
  access_denied: 400,
  invalid_client: 401,
  invalid_grant: 400,
  invalid_request: 400,
  invalid_scope: 400,
  temporarily_unavailable: 503,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  unsupported_response_type: 400,
  // RFC 9101 §7
  invalid_request_object: 400,
  invalid_request_uri: 400,
  // RFC 9396 §5
  invalid_authorization_details: 400,
  // RFC 8707 §2
  invalid_target: 400,
  // OpenID Connect Core §3.1.2.6
  consent_required: 400,
  login_required: 400,
  // OpenID Connect Core Unmet Authentication Requirements 1.0 §2
  unmet_authentication_requirements: 400,
  registration_not_supported: 400,
  request_not_supported: 400,
  request_uri_not_supported: 400,
  // RFC 9449 §5 and §8; at a protected resource 401, §7.1
  invalid_dpop_proof: 400,
  use_dpop_nonce: 400,
  // OAuth 2.0 for First-Party Applications §5.2.2
  invalid_session: 400,
  // OAuth 2.0 Attestation-Based Client Authentication §6.2
  invalid_client_attestation: 401,
  // RFC 7591 §3.2.2
  invalid_client_metadata: 400,
  invalid_redirect_uri: 400,
  invalid_software_statement: 400,
  unapproved_software_statement: 400,
  // RFC 6750 §3.1
  insufficient_scope: 403,
  invalid_token: 401,
} as const;

export type OAuthErrorCode = keyof typeof statuses;

/**
 * A request that breaks a rule. `description` reaches the caller; the facts reach the owner of the client, by the
 * receipt; `cause` reaches only the log.
 */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: OAuthErrorCode;
  readonly description: string;
  readonly status: number;

  constructor(
    readonly rule: ProtocolRule,
    readonly facts: FactSource = {},
    options?: ErrorOptions,
  ) {
    super(`${rule.error}: ${rule.description} (${rule.spec.label})`, options);
    this.code = rule.error;
    this.description = rule.description;
    this.status = rule.status ?? statuses[rule.error];
  }
}

/** The server cannot perform a check right now; nothing was consumed. RFC 6749 §4.1.2.1. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

/** Too many failures, or too many requests that make something, from one place; `retryAfter` in seconds. */
export class TooManyRequests extends Error {
  override readonly name = 'TooManyRequests';
  constructor(readonly retryAfter: number) {
    super('too many requests from one place');
  }
}
