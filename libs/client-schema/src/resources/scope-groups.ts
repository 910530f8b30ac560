import { Group } from '../field.js';
import { LongText, References, Text } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ok, violation } from '../rule.js';
import { ours, rfc } from '../specs.js';
import { scopeName } from './scopes.js';

/** Scopes that clients can be given, and can ask for, as one. */
@Group({
  name: 'scope_group',
  title: 'Scope groups',
  intro: 'Scopes that clients can be given, and can ask for, as one.',
  spec: ours('scopes'),
})
export class ScopeGroupMembers {
  @Text({ ...scopeName, spec: rfc(6749, '3.3'), example: 'invoices' })
  name: string;

  @LongText({
    label: 'Description',
    help: 'What the scopes have in common.',
    spec: ours('scopes'),
    min: 0,
    max: 1024,
    example: 'Everything about invoices',
  })
  description?: string | null;

  /** What the group stands for. */
  @References({
    label: 'Scopes',
    help: 'The scopes that the group stands for: all common, or all exclusive, and none that is reserved for a role.',
    spec: ours('scopes'),
    resource: 'scopes',
    required: true,
    maxItems: 100,
    example: ['email', 'phone'],
  })
  scopes: string[];
}

export type ScopeGroup = RecordOf<ScopeGroupMembers>;

export const scopeGroups: Resource<'scope_groups', ScopeGroupMembers> = {
  name: 'scope_groups',
  members: ScopeGroupMembers,
  id: 'name',
  systemMembers: [],
  readByClientRules: ['scopes'],
  standard: [],
  rules: [
    {
      id: 'name-is-of-one-thing',
      spec: rfc(6749, '3.3'),
      check: ({ name }, { scopes }) =>
        scopes.some((scope) => scope.name === name) ? violation('/name', 'must not be the name of a scope') : ok,
    },
    {
      id: 'group-has-scopes',
      spec: ours('scopes'),
      check: ({ scopes }) => (scopes.length === 0 ? violation('/scopes', 'must have at least one entry') : ok),
    },
    {
      id: 'scopes-are-of-one-kind',
      spec: ours('scopes'),
      check: (group, { scopes }) => {
        const kinds = new Set(scopes.filter(({ name }) => group.scopes.includes(name)).map(({ kind }) => kind));
        return kinds.size > 1 ? violation('/scopes', 'must be all common or all exclusive') : ok;
      },
    },
    {
      id: 'group-has-no-pattern',
      spec: ours('scopes'),
      check: (group, { scopes }) => {
        const patterns = scopes.filter(({ name, dynamic }) => dynamic && group.scopes.includes(name));
        return patterns.length > 0
          ? violation('/scopes', `must not name the pattern ${patterns.map(({ name }) => name).join(', ')}`)
          : ok;
      },
    },
    {
      // Who gives a client such a scope must be seen to do it, and may not do it through a name that stands for it.
      id: 'scopes-are-reserved-for-nobody',
      spec: ours('scopes'),
      check: (group, { scopes }) => {
        const reserved = scopes.filter(({ name, roles }) => roles.length > 0 && group.scopes.includes(name));
        return reserved.length > 0
          ? violation('/scopes', `must not name ${reserved.map(({ name }) => name).join(', ')}, reserved for a role`)
          : ok;
      },
    },
  ],
};
