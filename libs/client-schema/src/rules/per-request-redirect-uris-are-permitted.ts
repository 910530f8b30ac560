import { mayAuthenticateBy } from '../authentication-methods.js';
import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const perRequestRedirectUrisArePermitted = rule({
  id: 'per-request-redirect-uris-are-permitted',
  spec: rfc(9126, '2.4'),
  severity: 'error',
  reads: [
    'allow_unregistered_redirect_uris',
    'confidential',
    'token_endpoint_auth_method',
    'additional_token_endpoint_auth_methods',
    'redirect_uri_validation_policy_id',
    'grant_types',
    'sector_identifier_uri',
  ],
  check: (client, { settings }) => {
    if (!client.allow_unregistered_redirect_uris) return [];
    const refused = (detail: string) => violation('/allow_unregistered_redirect_uris', detail);
    return [
      ...(settings.allow_per_request_redirect_uris
        ? []
        : [refused('must be false while the server’s allow_per_request_redirect_uris is')]),
      ...(!client.confidential || mayAuthenticateBy(client, 'none')
        ? [refused('must be false for a client that need not authenticate: anybody could push requests in its name')]
        : []),
      ...(client.grant_types.includes('authorization_code')
        ? []
        : [refused('must be false without the authorization_code grant: tokens go to registered addresses alone')]),
      ...(client.sector_identifier_uri === undefined
        ? []
        : [refused('must be false with a sector_identifier_uri, whose document lists every redirect URI')]),
      ...(client.redirect_uri_validation_policy_id === 'exact'
        ? []
        : [refused('must be false with a redirect URI policy, which says itself what is left free')]),
    ];
  },
});
