import { withoutGroups } from '../available-scopes.js';
import { rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const listedScopesAreOfTheirKind = rule({
  id: 'listed-scopes-are-of-their-kind',
  spec: ours('scopes'),
  severity: 'error',
  reads: ['restrict_common_scopes', 'restricted_common_scopes', 'allow_exclusive_scopes', 'exclusive_scopes'],
  check: (client, { scopes, scope_groups }) => {
    const misplaced = (kind: 'common' | 'exclusive', list: 'restricted_common_scopes' | 'exclusive_scopes') =>
      client[list].flatMap((name, index) => {
        const named = withoutGroups([name], scope_groups);
        const scope = scopes.find((known) => named.includes(known.name) && known.kind !== kind);
        return scope ? [violation(`/${list}/${index}`, `must be ${kind}: ${name} is ${scope.kind}`)] : [];
      });
    return [
      ...(client.restrict_common_scopes ? misplaced('common', 'restricted_common_scopes') : []),
      ...(client.allow_exclusive_scopes ? misplaced('exclusive', 'exclusive_scopes') : []),
    ];
  },
});
