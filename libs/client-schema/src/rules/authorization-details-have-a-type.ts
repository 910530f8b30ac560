import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const authorizationDetailsHaveAType = rule({
  id: 'authorization-details-have-a-type',
  spec: rfc(9396, '10'),
  severity: 'error',
  reads: ['allow_authorization_details', 'authorization_details_types'],
  check: ({ allow_authorization_details, authorization_details_types }, { authorization_detail_types }) =>
    allow_authorization_details &&
    !authorization_detail_types.some(({ type, active }) => active && authorization_details_types.includes(type))
      ? violation('/authorization_details_types', 'must have an active type while allow_authorization_details is true')
      : ok,
});
