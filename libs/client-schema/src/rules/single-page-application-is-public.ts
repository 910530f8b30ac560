import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const singlePageApplicationIsPublic = rule({
  id: 'single-page-application-is-public',
  spec: rfc(6749, '2.1'),
  severity: 'error',
  reads: ['client_type', 'token_endpoint_auth_method'],
  settle: ({ client_type }) =>
    client_type === 'single_page_application' ? { token_endpoint_auth_method: 'none' } : {},
  check: ({ client_type, token_endpoint_auth_method }) =>
    client_type === 'single_page_application' && token_endpoint_auth_method !== 'none'
      ? violation('/token_endpoint_auth_method', 'must be none: what a browser holds is no secret')
      : ok,
});
