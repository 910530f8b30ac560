import { grantTypesMissing } from '../response-types.js';
import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const responseTypeFitsGrantTypes = rule({
  id: 'response-type-fits-grant-types',
  spec: rfc(7591, '2.1'),
  severity: 'error',
  reads: ['response_types', 'grant_types'],
  check: ({ response_types, grant_types }) =>
    response_types.flatMap((type, index) =>
      grantTypesMissing(type, grant_types).map((ones) =>
        violation(`/response_types/${index}`, `must not be ${type} without the grant type ${ones.join(' or ')}`),
      ),
    ),
});
