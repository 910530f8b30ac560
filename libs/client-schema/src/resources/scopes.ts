import { Group } from '../field.js';
import { Choice, Choices, Flag, LongText, Text, WebUrl, Words } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ok, violation } from '../rule.js';
import { patternsOverlap } from '../scope-patterns.js';
import { oidcCore, ours, rfc } from '../specs.js';
import { accountRoleNames } from '../vocabulary.js';

/** What names of scopes and of groups of scopes have in common: a scope-token of RFC 6749 §3.3. */
export const scopeName = {
  label: 'Name',
  help: 'What applications write into their requests. Cannot be changed later.',
  required: true,
  access: 'create_only',
  min: 1,
  max: 255,
  pattern: /^[\x21\x23-\x5b\x5d-\x7e]+$/,
  patternHelp: 'consist of printable ASCII characters without space, quotation mark and backslash',
} as const;

/** A permission that clients can ask for, RFC 6749 §3.3. */
@Group({
  name: 'scope',
  title: 'Scopes',
  intro: 'What applications may ask for.',
  spec: rfc(6749, '3.3'),
})
export class ScopeMembers {
  /** The scope-token; case-sensitive. */
  @Text({ ...scopeName, spec: rfc(6749, '3.3'), example: 'invoices:read' })
  name: string;

  /** What the user reads on the consent page; null: the name. */
  @LongText({
    label: 'Description',
    help: 'What users read when they are asked for consent.',
    spec: ours('scopes'),
    min: 0,
    max: 1024,
    example: 'See your invoices',
  })
  description?: string | null;

  /** `exclusive` scopes are for the clients that list them; `common` ones for every client that lists none. */
  @Choice({
    label: 'Kind',
    help: 'Common scopes are open to every client that lists none; exclusive ones to the clients that list them.',
    spec: ours('scopes'),
    values: ['common', 'exclusive'],
    default: 'common',
    example: 'exclusive',
  })
  kind: 'common' | 'exclusive';

  /** Whether the name is a pattern, in which each `*` stands for one character or more. */
  @Flag({
    label: 'Pattern',
    help: 'The name is a pattern: each * stands for one character or more. Applications ask for any name that fits.',
    spec: ours('scopes'),
    default: false,
    access: 'create_only',
  })
  dynamic: boolean;

  /** Claims about the user that the scope stands for, OpenID Connect Core §5.4. */
  @Words({
    label: 'Claims',
    help: 'Claims about the user that the scope gives access to.',
    spec: oidcCore('5.4'),
    maxItems: 100,
    maxLength: 255,
    default: [],
  })
  claims: string[];

  /** The API that the scope belongs to: the audience of access tokens that carry it. Null: none in particular. */
  @WebUrl({
    label: 'Audience',
    help: 'Address of the API that the scope belongs to; access tokens that carry it are meant for that API.',
    spec: rfc(9068, '3'),
    example: 'https://api.example.com',
  })
  audience?: string | null;

  /** Roles of which an account must have one to be granted this scope by signing in; empty: everybody. */
  @Choices({
    label: 'Roles',
    help: 'Only accounts with one of these roles are granted the scope. Empty: everybody.',
    spec: ours('scopes'),
    values: accountRoleNames,
    default: [],
  })
  roles: string[];
}

export type Scope = RecordOf<ScopeMembers>;

/** The scopes of OpenID Connect Core §3.1.2.1, §5.4 and §11. */
export const scopes: Resource<'scopes', ScopeMembers> = {
  name: 'scopes',
  members: ScopeMembers,
  id: 'name',
  // What an administrative scope means is decided by the server: another audience would open it to everybody.
  systemMembers: ['description'],
  readByClientRules: ['kind'],
  rules: [
    {
      id: 'name-is-of-one-thing',
      spec: rfc(6749, '3.3'),
      check: ({ name }, { scope_groups }) =>
        scope_groups.some((group) => group.name === name)
          ? violation('/name', 'must not be the name of a scope group')
          : ok,
    },
    {
      id: 'pattern-has-a-wildcard',
      spec: ours('scopes'),
      check: ({ name, dynamic }) =>
        dynamic && !name.includes('*') ? violation('/dynamic', 'must be false for a name without *') : ok,
    },
    {
      id: 'patterns-are-of-one-kind',
      spec: ours('scopes'),
      check: ({ name, dynamic, kind }, { scopes: all }) => {
        const others = all.filter((other) => other.dynamic && other.name !== name && other.kind !== kind);
        const clash = dynamic && others.find((other) => patternsOverlap(other.name, name));
        return clash ? violation('/kind', `must be ${clash.kind}: a name may fit the pattern ${clash.name} too`) : ok;
      },
    },
  ],
  standard: [
    { name: 'openid', description: 'Know who you are', claims: ['sub'] },
    {
      name: 'profile',
      description: 'See your profile',
      claims: [
        'name',
        'family_name',
        'given_name',
        'middle_name',
        'nickname',
        'preferred_username',
        'profile',
        'picture',
        'website',
        'gender',
        'birthdate',
        'zoneinfo',
        'locale',
        'updated_at',
      ],
    },
    { name: 'email', description: 'See your e-mail address', claims: ['email', 'email_verified'] },
    { name: 'address', description: 'See your postal address', claims: ['address'] },
    { name: 'phone', description: 'See your phone number', claims: ['phone_number', 'phone_number_verified'] },
    { name: 'offline_access', description: 'Stay signed in while you are away' },
  ],
};
