import { isInteractive } from '../interactive.js';
import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const responseTypesRestrict = rule({
  id: 'response-types-restrict',
  spec: rfc(7591, '2'),
  severity: 'error',
  reads: ['restrict_response_types', 'response_types', 'grant_types'],
  // Registration requests know response_types alone: a list that is written is meant as the whole list.
  settle: ({ response_types, grant_types }) =>
    response_types.length > 0 && isInteractive(grant_types) ? { restrict_response_types: true } : {},
  check: ({ restrict_response_types, response_types }) =>
    response_types.length > 0 && !restrict_response_types
      ? violation('/response_types', 'must be empty while restrict_response_types is false')
      : ok,
});
