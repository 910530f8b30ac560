import { rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const additionalMethodsDiffer = rule({
  id: 'additional-methods-differ',
  spec: ours('clients'),
  severity: 'error',
  reads: ['token_endpoint_auth_method', 'additional_token_endpoint_auth_methods'],
  // An additional method that is promoted leaves the list.
  settle: ({ token_endpoint_auth_method, additional_token_endpoint_auth_methods }) =>
    additional_token_endpoint_auth_methods.includes(token_endpoint_auth_method)
      ? {
          additional_token_endpoint_auth_methods: additional_token_endpoint_auth_methods.filter(
            (method) => method !== token_endpoint_auth_method,
          ),
        }
      : {},
  check: ({ token_endpoint_auth_method, additional_token_endpoint_auth_methods }) =>
    additional_token_endpoint_auth_methods.flatMap((method, index) =>
      method === token_endpoint_auth_method
        ? [violation(`/additional_token_endpoint_auth_methods/${index}`, 'must differ from token_endpoint_auth_method')]
        : [],
    ),
});
