import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const exclusiveScopesAreListed = rule({
  id: 'exclusive-scopes-are-listed',
  spec: ours('scopes'),
  severity: 'error',
  reads: ['allow_exclusive_scopes', 'exclusive_scopes'],
  check: ({ allow_exclusive_scopes, exclusive_scopes }) =>
    allow_exclusive_scopes && exclusive_scopes.length === 0
      ? violation('/exclusive_scopes', 'must name at least one scope while allow_exclusive_scopes is true')
      : ok,
});
