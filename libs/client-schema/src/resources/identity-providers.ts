import { Group } from '../field.js';
import { References, Text } from '../kinds.js';
import { type RecordOf, type Resource, type ResourceRule } from '../resource.js';
import { violation } from '../rule.js';
import { ours } from '../specs.js';
import { recordId } from './record-id.js';

/** How the users of some clients sign in: the authenticators that they may choose from. */
@Group({
  name: 'identity_provider',
  title: 'Identity providers',
  intro: 'How the users of some clients sign in: the authenticators that they may choose from.',
  spec: ours('sign-in'),
})
export class IdentityProviderMembers {
  @Text({ ...recordId, spec: ours('sign-in'), example: 'staff' })
  id: string;

  @Text({
    label: 'Name',
    help: 'What administrators call it.',
    spec: ours('sign-in'),
    required: true,
    max: 128,
    example: 'Staff',
  })
  name: string;

  /** In the order in which the sign-in page offers them. */
  @References({
    label: 'Authenticators',
    help: 'What users may sign in with, in the order of the sign-in page.',
    spec: ours('sign-in'),
    resource: 'authenticators',
    maxItems: 20,
    default: ['password'],
    example: ['password'],
  })
  authenticators: string[];
}

export type IdentityProvider = RecordOf<IdentityProviderMembers>;

const hasAnAuthenticator: ResourceRule<IdentityProviderMembers> = {
  id: 'identity-provider-has-an-authenticator',
  spec: ours('sign-in'),
  check: ({ authenticators }) =>
    authenticators.length === 0 ? violation('/authenticators', 'must have at least one entry') : undefined,
};

export const identityProviders: Resource<'identity_providers', IdentityProviderMembers> = {
  name: 'identity_providers',
  members: IdentityProviderMembers,
  id: 'id',
  systemMembers: ['name', 'authenticators'],
  readByClientRules: ['authenticators'],
  rules: [hasAnAuthenticator],
  standard: [{ id: 'local', name: 'Accounts of this server' }],
};
