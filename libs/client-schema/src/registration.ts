import { type ClientField, clientFields } from './client.js';

/**
 * The client metadata that the standards know, of the IANA registry of RFC 7591 §4.1: what applications may register for
 * themselves wherever they may register at all.
 */
export const registrableFields = [
  'client_name',
  'client_uri',
  'logo_uri',
  'policy_uri',
  'tos_uri',
  'contacts',
  'redirect_uris',
  'application_type',
  'software_id',
  'software_version',
  'initiate_login_uri',
  'token_endpoint_auth_method',
  'token_endpoint_auth_signing_alg',
  'jwks',
  'jwks_uri',
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
  'tls_client_certificate_bound_access_tokens',
  'dpop_bound_access_tokens',
  'default_max_age',
  'require_auth_time',
  'default_acr_values',
  'require_pushed_authorization_requests',
  'require_signed_request_object',
  'request_uris',
  'request_object_signing_alg',
  'request_object_encryption_alg',
  'request_object_encryption_enc',
  'id_token_signed_response_alg',
  'id_token_encrypted_response_alg',
  'id_token_encrypted_response_enc',
  'userinfo_signed_response_alg',
  'userinfo_encrypted_response_alg',
  'userinfo_encrypted_response_enc',
  'authorization_signed_response_alg',
  'authorization_encrypted_response_alg',
  'authorization_encrypted_response_enc',
  'introspection_signed_response_alg',
  'introspection_encrypted_response_alg',
  'introspection_encrypted_response_enc',
  'scope',
  'subject_type',
  'sector_identifier_uri',
  'post_logout_redirect_uris',
  'backchannel_logout_uri',
  'backchannel_logout_session_required',
  'frontchannel_logout_uri',
  'frontchannel_logout_session_required',
  'grant_types',
  'response_types',
] as const satisfies readonly ClientField[];

/** What decides how far a client is trusted, or whose it is: no registration policy makes it registrable. */
const ofAdministrators: ReadonlySet<string> = new Set([
  'client_id',
  'public_client_id',
  'owner',
  'enabled',
  'client_template_id',
  'first_party',
  'bypass_consent',
  'extended_properties',
  'extra_metadata',
  'allow_exclusive_scopes',
  'exclusive_scopes',
  'allow_token_introspection',
  'allow_unregistered_redirect_uris',
  'trusted_hosts',
  'trusted_authorities',
  'allow_redirectless_authentication',
  'allow_cookieless_authentication_api',
]);

/**
 * Whether only administrators say what a field is. Secrets are never chosen by a stranger; what names records of the
 * server (policies, managers, keys, authenticators) is the server's own business.
 */
export function isOfAdministrators(name: string): boolean {
  const field = clientFields.get(name);
  const isRegistrable = (registrableFields as readonly string[]).includes(name);
  if (!field || ofAdministrators.has(name) || name.startsWith('registration_template_')) return true;
  return !isRegistrable && (field.options.access !== undefined || field.refersTo !== undefined);
}
