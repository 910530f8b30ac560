import { type Template } from '../template.js';

export const financial: Template = {
  id: 'financial',
  title: 'Financial-grade application',
  summary: 'Signs users in for money or health data: keys instead of secrets, and all that FAPI 2.0 asks for.',
  defaults: {
    client_type: 'financial',
    application_type: 'web',
    fapi_profile: 'fapi2_security',
    grant_types: ['authorization_code', 'refresh_token'],
    restrict_response_types: true,
    response_types: ['code'],
    token_endpoint_auth_method: 'private_key_jwt',
    enforce_jwt_replay_prevention: true,
    require_pkce: true,
    allowed_code_challenge_methods: ['S256'],
    require_pushed_authorization_requests: true,
    dpop_bound_access_tokens: true,
    id_token_signed_response_alg: 'PS256',
    authorization_signed_response_alg: 'PS256',
    redirect_uri_validation_policy_id: 'exact',
    authorization_code_ttl: 60,
    rotate_refresh_tokens: false,
    first_party: false,
  },
  questions: [
    { field: 'client_name', ask: 'What do users know the application as?' },
    { field: 'jwks_uri', ask: 'Where does it publish its public keys?' },
    { field: 'redirect_uris', ask: 'Where does the application receive users after they have signed in?' },
  ],
};
