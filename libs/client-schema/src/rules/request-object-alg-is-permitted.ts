import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const requestObjectAlgIsPermitted = rule({
  id: 'request-object-alg-is-permitted',
  spec: rfc(9101, '10.1'),
  severity: 'error',
  reads: ['request_object_signing_alg'],
  check: ({ request_object_signing_alg: alg }, { settings: { request_object_allowed_algs } }) =>
    alg === undefined || request_object_allowed_algs.includes(alg)
      ? ok
      : violation(
          '/request_object_signing_alg',
          `must be one of the server’s request_object_allowed_algs: ${request_object_allowed_algs.join(', ')}`,
        ),
});
