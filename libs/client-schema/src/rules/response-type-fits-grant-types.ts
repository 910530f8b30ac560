import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';
import { type GrantType, type ResponseType } from '../vocabulary.js';

/** RFC 7591 §2.1: the grant types of which a response type needs one, or it is of no use. */
const grantsOf: Record<ResponseType, readonly GrantType[]> = {
  code: ['authorization_code', 'agent_code'],
};

export const responseTypeFitsGrantTypes = rule({
  id: 'response-type-fits-grant-types',
  spec: rfc(7591, '2.1'),
  severity: 'error',
  reads: ['response_types', 'grant_types'],
  check: ({ response_types, grant_types }) =>
    response_types.flatMap((type, index) =>
      grantsOf[type].some((grant) => grant_types.includes(grant))
        ? []
        : [
            violation(
              `/response_types/${index}`,
              `must not be ${type} without the grant type ${grantsOf[type].join(' or ')}`,
            ),
          ],
    ),
});
