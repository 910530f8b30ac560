import { Group } from '../field.js';
import { Networks, References, Text } from '../kinds.js';
import { type RecordOf, type Resource, type ResourceRule } from '../resource.js';
import { violation } from '../rule.js';
import { ours, rfc } from '../specs.js';
import { recordId } from './record-id.js';

/** Hides authenticators from requests that come from elsewhere. */
@Group({
  name: 'authenticator_filter',
  title: 'Authenticator filters',
  intro: 'Authenticators that are offered to requests from some networks alone.',
  spec: ours('sign-in'),
})
export class AuthenticatorFilterMembers {
  @Text({ ...recordId, spec: ours('sign-in'), example: 'office-only' })
  id: string;

  @Text({
    label: 'Name',
    help: 'What administrators call it.',
    spec: ours('sign-in'),
    required: true,
    max: 128,
    example: 'Passwords in the office alone',
  })
  name: string;

  @References({
    label: 'Authenticators',
    help: 'What is hidden from requests that come from elsewhere.',
    spec: ours('sign-in'),
    resource: 'authenticators',
    maxItems: 20,
    default: [],
    example: ['password'],
  })
  authenticators: string[];

  @Networks({
    label: 'Networks',
    help: 'Where they are offered: IPv4 and IPv6 networks such as 192.0.2.0/24.',
    spec: rfc(4632, '3.1'),
    maxItems: 100,
    default: [],
    example: ['192.0.2.0/24', '2001:db8::/32'],
  })
  networks: string[];
}

export type AuthenticatorFilter = RecordOf<AuthenticatorFilterMembers>;

const hidesSomething: ResourceRule<AuthenticatorFilterMembers> = {
  id: 'filter-hides-something',
  spec: ours('sign-in'),
  check: ({ authenticators }) =>
    authenticators.length === 0 ? violation('/authenticators', 'must have at least one entry') : undefined,
};

export const authenticatorFilters: Resource<'authenticator_filters', AuthenticatorFilterMembers> = {
  name: 'authenticator_filters',
  members: AuthenticatorFilterMembers,
  id: 'id',
  systemMembers: [],
  rules: [hidesSomething],
  standard: [],
};
