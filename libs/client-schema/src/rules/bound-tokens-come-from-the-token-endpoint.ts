import { partsOf, permittedResponseTypes } from '../response-types.js';
import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

const bindings = ['dpop_bound_access_tokens', 'tls_client_certificate_bound_access_tokens'] as const;

export const boundTokensComeFromTheTokenEndpoint = rule({
  id: 'bound-tokens-come-from-the-token-endpoint',
  spec: rfc(9700, '2.2.1'),
  severity: 'error',
  reads: [...bindings, 'restrict_response_types', 'response_types', 'grant_types'],
  check: (client) => {
    const type = permittedResponseTypes(client).find((one) => partsOf(one).includes('token'));
    if (type === undefined) return ok;
    return bindings
      .filter((name) => client[name])
      .map((name) =>
        violation(
          `/${name}`,
          `must be false while the client may ask for ${type}: a browser brings nothing to bind that token to`,
        ),
      );
  },
});
