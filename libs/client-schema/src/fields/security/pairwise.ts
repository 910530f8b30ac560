import { all, is, not, isPresent } from '../../conditions.js';
import { Group } from '../../field.js';
import { Choice, HttpsUrl, Text } from '../../kinds.js';
import { oidcCore, oidcRegistration, ours } from '../../specs.js';
import { type SubjectType, subjectTypes } from '../../vocabulary.js';

const isPairwise = is('subject_type', 'pairwise');

@Group({
  name: 'pairwise',
  title: 'Pairwise subjects',
  intro: 'Whether applications can tell that they have the same user.',
  spec: oidcCore('8'),
})
export class PairwiseFields {
  /** Whether the sub of a user is the same for every client, or another one in each sector. */
  @Choice({
    label: 'Subject type',
    help: 'Pairwise: the user has another identifier at each group of applications. A change gives all users new ones.',
    spec: oidcCore('8'),
    values: subjectTypes,
    default: 'public',
  })
  subject_type: SubjectType;

  /** Its host is the sector; the document lists the redirect URIs of all its clients, and is read when a client is saved. */
  @HttpsUrl({
    label: 'Sector identifier URI',
    help: 'Address of a JSON array of every redirect URI of a group of applications, which then know a user by one name.',
    spec: oidcRegistration('5'),
    visibleWhen: isPairwise,
    example: 'https://example.com/sector.json',
  })
  sector_identifier_uri?: string;

  /** The name of the sector, in place of an address. It is never that of a host: only clients that say the same are in it. */
  @Text({
    label: 'Sector identifier',
    help: 'Name of the group of applications, instead of a URI. Empty: the host of the redirect URI.',
    spec: ours('pairwise-subjects'),
    min: 1,
    max: 255,
    visibleWhen: all(isPairwise, not(isPresent('sector_identifier_uri'))),
    example: 'our-shops',
  })
  sector_identifier?: string;
}
