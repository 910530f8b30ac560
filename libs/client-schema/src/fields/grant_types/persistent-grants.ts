import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Choices, SecondsOrEndless } from '../../kinds.js';
import { ours } from '../../specs.js';
import { type ReusableGrantType, reusableGrantTypes } from '../../vocabulary.js';

@Group({
  name: 'persistent_grants',
  title: 'Grants',
  intro: 'How long what a user has allowed lasts, whatever becomes of its tokens.',
  spec: ours('refresh-tokens'),
})
export class PersistentGrantFields {
  /** How long a grant lasts, in seconds from its beginning; -1: until it is revoked. */
  @SecondsOrEndless({
    label: 'Longest grant',
    help: 'What a user has allowed ends this long after it began, with all its tokens. Without limit: until it is revoked.',
    spec: ours('refresh-tokens'),
    min: 60,
    max: 86_313_600,
    inherits: -1,
    visibleWhen: hasUsers,
    example: 7_776_000,
  })
  persistent_grant_max_lifetime?: number | null;

  /** How long a grant lasts without a refresh, in seconds; -1: as long as its refresh token. */
  @SecondsOrEndless({
    label: 'Idle time of a grant',
    help: 'What a user has allowed can no longer be refreshed when nothing was refreshed for this long.',
    spec: ours('refresh-tokens'),
    min: 60,
    max: 86_313_600,
    inherits: 2_592_000,
    visibleWhen: hasUsers,
    example: 604_800,
  })
  persistent_grant_idle_timeout?: number | null;

  /** The grant types whose next sign-in goes on with what the user has allowed before, instead of beginning anew. */
  @Choices({
    label: 'Go on with an earlier grant',
    help: 'A sign-in for the same scopes goes on with the grant in force: it ends no later, and its refresh token is replaced.',
    spec: ours('refresh-tokens'),
    values: reusableGrantTypes,
    inherits: [],
    visibleWhen: hasUsers,
    example: ['authorization_code'],
  })
  persistent_grant_reuse_grant_types?: ReusableGrantType[] | null;
}
