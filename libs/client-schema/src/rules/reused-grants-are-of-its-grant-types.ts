import { rule, violation } from '../rule.js';
import { isSame } from '../same.js';
import { ours } from '../specs.js';

export const reusedGrantsAreOfItsGrantTypes = rule({
  id: 'reused-grants-are-of-its-grant-types',
  spec: ours('refresh-tokens'),
  severity: 'error',
  reads: ['persistent_grant_reuse_grant_types', 'grant_types'],
  check: ({ persistent_grant_reuse_grant_types: reused, grant_types }, { settings }) =>
    // What all clients inherit speaks of grants that only some of them have.
    isSame(reused, settings.persistent_grant_reuse_grant_types)
      ? []
      : reused.flatMap((type, index) =>
          grant_types.includes(type)
            ? []
            : [
                violation(
                  `/persistent_grant_reuse_grant_types/${index}`,
                  `must not be ${type}, which is none of the client’s grant types`,
                ),
              ],
        ),
});
