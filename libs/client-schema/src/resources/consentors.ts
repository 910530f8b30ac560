import { Group } from '../field.js';
import { Flag, LongText, Text } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ours } from '../specs.js';
import { recordId } from './record-id.js';

/** Terms that users agree to before a client gets access. */
@Group({
  name: 'consentor',
  title: 'Consentors',
  intro: 'Terms that users agree to before an application gets access.',
  spec: ours('sign-in'),
})
export class ConsentorMembers {
  @Text({ ...recordId, spec: ours('sign-in'), example: 'terms-of-use' })
  id: string;

  /** The heading of its page. */
  @Text({
    label: 'Title',
    help: 'The heading of its page.',
    spec: ours('sign-in'),
    required: true,
    max: 128,
    example: 'Terms of use',
  })
  name: string;

  /** What users agree to. Whoever agreed to another text is asked again. */
  @LongText({
    label: 'Text',
    help: 'What users agree to. After a change they are asked again.',
    spec: ours('sign-in'),
    required: true,
    max: 20_000,
    example: 'You use this service for your own purposes alone.',
  })
  text: string;

  @Flag({
    label: 'Enabled',
    help: 'Whether anybody is asked.',
    spec: ours('sign-in'),
    default: true,
  })
  enabled: boolean;
}

export type Consentor = RecordOf<ConsentorMembers>;

export const consentors: Resource<'consentors', ConsentorMembers> = {
  name: 'consentors',
  members: ConsentorMembers,
  id: 'id',
  systemMembers: [],
  readByClientRules: ['enabled'],
  standard: [],
};
