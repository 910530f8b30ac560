import { partsOf, permittedResponseTypes } from '../response-types.js';
import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const boundTokensComeFromTheTokenEndpoint = rule({
  id: 'bound-tokens-come-from-the-token-endpoint',
  spec: rfc(8705, '3'),
  severity: 'error',
  reads: ['tls_client_certificate_bound_access_tokens', 'restrict_response_types', 'response_types', 'grant_types'],
  check: (client) => {
    const type = permittedResponseTypes(client).find((one) => partsOf(one).includes('token'));
    return client.tls_client_certificate_bound_access_tokens && type
      ? violation(
          '/tls_client_certificate_bound_access_tokens',
          `must be false while the client may ask for ${type}: a browser brings no certificate to bind that token to`,
        )
      : ok;
  },
});
