import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const confidentialClientAuthenticates = rule({
  id: 'confidential-client-authenticates',
  spec: rfc(6749, '2.1'),
  severity: 'error',
  reads: ['confidential', 'token_endpoint_auth_method'],
  // A change of the method decides anew; any other leaves a client that may not be able to keep its secret alone.
  settle: ({ token_endpoint_auth_method }, _, asked) => {
    if (token_endpoint_auth_method === 'none') return { confidential: false };
    return asked.has('token_endpoint_auth_method') ? { confidential: true } : {};
  },
  check: ({ confidential, token_endpoint_auth_method }) =>
    confidential && token_endpoint_auth_method === 'none'
      ? violation('/confidential', 'must be false for a client that cannot authenticate')
      : ok,
});
