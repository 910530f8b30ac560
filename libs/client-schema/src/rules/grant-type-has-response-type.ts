import { grantTypesFor } from '../response-types.js';
import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';
import { interactiveGrantTypes } from '../vocabulary.js';

export const grantTypeHasResponseType = rule({
  id: 'grant-type-has-response-type',
  spec: rfc(7591, '2.1'),
  severity: 'error',
  reads: ['restrict_response_types', 'response_types', 'grant_types'],
  check: ({ restrict_response_types, response_types, grant_types }) => {
    if (!restrict_response_types) return [];
    // An answer of the type none gives nothing that any grant could go on with.
    const used = response_types.filter((type) => type !== 'none').flatMap((type) => grantTypesFor(type).flat());
    return interactiveGrantTypes
      .filter((grant) => grant_types.includes(grant) && !used.includes(grant))
      .map((grant) =>
        violation(
          '/response_types',
          `must have an entry that the grant type ${grant} is used with, such as ${example(grant)}`,
        ),
      );
  },
});

const example = (grant: (typeof interactiveGrantTypes)[number]): string => (grant === 'implicit' ? 'id_token' : 'code');
