import { ok, rule, violation } from '../rule.js';
import { oidcRegistration } from '../specs.js';

export const requestUrisAreListed = rule({
  id: 'request-uris-are-listed',
  spec: oidcRegistration('2'),
  severity: 'error',
  reads: ['allow_request_uri_parameter', 'request_uris'],
  // Registration requests know no switch: whoever lists addresses means to use them.
  settle: ({ request_uris }, _, asked) =>
    asked.has('request_uris') && request_uris.length > 0 ? { allow_request_uri_parameter: true } : {},
  check: ({ allow_request_uri_parameter, request_uris }, { settings }) =>
    allow_request_uri_parameter && settings.require_request_uri_registration && request_uris.length === 0
      ? violation('/request_uris', 'must have at least one entry: request objects come from registered addresses alone')
      : ok,
});
