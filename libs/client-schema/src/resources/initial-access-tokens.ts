import { Group } from '../field.js';
import { Instant, Text, WholeNumber } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ours, rfc } from '../specs.js';
import { recordId } from './record-id.js';

/** What lets somebody register clients, RFC 7591 §1.2. The token itself is told once, when the record is created. */
@Group({
  name: 'initial_access_token',
  title: 'Initial access tokens',
  intro: 'Tokens that let applications register themselves, so many times or until a moment.',
  spec: rfc(7591, '3'),
})
export class InitialAccessTokenMembers {
  @Text({ ...recordId, spec: ours('dynamic-registration'), example: 'partner-onboarding' })
  id: string;

  @Text({
    label: 'Name',
    help: 'Whom it is given to, or what for.',
    spec: ours('dynamic-registration'),
    required: true,
    max: 128,
    example: 'Onboarding of a partner',
  })
  name: string;

  /** How many clients it registers; null: as many as anybody likes. */
  @WholeNumber({
    label: 'Registrations',
    help: 'How many applications can be registered with it. Empty: any number.',
    spec: ours('dynamic-registration'),
    min: 1,
    max: 100_000,
    example: 1,
  })
  max_registrations?: number | null;

  @Instant({
    label: 'Expires',
    help: 'When it stops working. Empty: when it is deleted.',
    spec: ours('dynamic-registration'),
    example: '2030-01-31T12:00:00Z',
  })
  expires_at?: string | null;

  /** SHA-256, base64url. */
  @Text({
    label: 'Digest',
    help: 'The digest of the token. The token itself was shown once and is not kept.',
    spec: ours('dynamic-registration'),
    access: 'read_only',
    max: 64,
    example: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
  })
  token_digest?: string | null;
}

export type InitialAccessToken = RecordOf<InitialAccessTokenMembers>;

export const initialAccessTokens: Resource<'initial_access_tokens', InitialAccessTokenMembers> = {
  name: 'initial_access_tokens',
  members: InitialAccessTokenMembers,
  id: 'id',
  systemMembers: [],
  bearer: { digest: 'token_digest' },
  standard: [],
};
