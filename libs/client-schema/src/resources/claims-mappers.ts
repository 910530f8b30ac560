import { Group } from '../field.js';
import { ClaimSources, Flag, Text, Words } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { violation } from '../rule.js';
import { serverClaimsAmong } from '../server-claims.js';
import { oidcCore, ours, rfc } from '../specs.js';
import { recordId } from './record-id.js';

/** Fields of a client that a claim can be made from, besides its extended properties. */
export const claimedClientFields = ['client_name', 'software_id', 'software_version'] as const;

const names = { maxItems: 100, maxLength: 255 } as const;

/** Which claims go where, and what they are made from. `*` stands for every claim of the granted scopes. */
@Group({
  name: 'claims_mapper',
  title: 'Claims mappers',
  intro: 'Which claims go into tokens and answers, and what they are made from.',
  spec: ours('claims'),
})
export class ClaimsMapperMembers {
  @Text({ ...recordId, spec: ours('claims'), example: 'staff' })
  id: string;

  @Text({
    label: 'Name',
    help: 'What administrators call it.',
    spec: ours('claims'),
    required: true,
    max: 128,
    example: 'Applications of the staff',
  })
  name: string;

  @Words({
    ...names,
    label: 'ID token',
    help: 'Claims of ID tokens. * stands for every claim of the granted scopes.',
    spec: oidcCore('2'),
    default: [],
    example: ['email', 'name'],
  })
  id_token: string[];

  @Words({
    ...names,
    label: 'Userinfo',
    help: 'Claims of userinfo answers. * stands for every claim of the granted scopes.',
    spec: oidcCore('5.3.2'),
    default: ['*'],
  })
  userinfo: string[];

  @Words({
    ...names,
    label: 'Access token',
    help: 'Claims of access tokens. * stands for every claim of the granted scopes.',
    spec: rfc(9068, '2.2.2'),
    default: [],
    example: ['email'],
  })
  access_token: string[];

  @Words({
    ...names,
    label: 'Introspection',
    help: 'Claims of introspection answers, besides those of the token. * stands for every claim of the granted scopes.',
    spec: rfc(7662, '2.2'),
    default: [],
  })
  introspection: string[];

  /** By claim: another claim of the user, or `client:` and a field or extended property of the client. */
  @ClaimSources({
    label: 'Sources',
    help: 'What a claim is made from if not from the user’s claim of that name: another one, or client:software_id and the like.',
    spec: ours('claims'),
    resource: 'extended_property_definitions',
    known: claimedClientFields,
    maxEntries: 100,
    maxKey: 255,
    maxValue: 255,
    default: {},
    example: { email: 'work_email' },
  })
  sources: Record<string, string>;

  @Flag({
    label: 'ID token with every refresh',
    help: 'A refresh answers with a new ID token as well.',
    spec: oidcCore('12.2'),
    default: true,
  })
  id_token_on_refresh: boolean;
}

export type ClaimsMapper = RecordOf<ClaimsMapperMembers>;

/** Where a mapper puts claims. */
export const claimDestinations = ['id_token', 'userinfo', 'access_token', 'introspection'] as const;
export type ClaimDestination = (typeof claimDestinations)[number];

export const claimsMappers: Resource<'claims_mappers', ClaimsMapperMembers> = {
  name: 'claims_mappers',
  members: ClaimsMapperMembers,
  id: 'id',
  systemMembers: ['name'],
  standard: [{ id: 'default', name: 'What the scopes say, at userinfo' }],
  rules: [
    {
      id: 'claims-are-not-the-servers-own',
      spec: rfc(7519, '4.1'),
      check: (mapper) =>
        claimDestinations.flatMap((destination) => {
          const fault = serverClaimsAmong(mapper[destination]);
          return fault === undefined ? [] : [violation(`/${destination}`, fault)];
        }),
    },
  ],
};
