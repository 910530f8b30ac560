import { all, includes, is } from '../../conditions.js';
import { Group } from '../../field.js';
import { Flag, Seconds } from '../../kinds.js';
import { oidcCore, ours, rfc } from '../../specs.js';

const refreshes = includes('grant_types', 'refresh_token');
const rotates = all(refreshes, is('rotate_refresh_tokens', true));

@Group({
  name: 'refresh',
  title: 'Refresh tokens',
  intro: 'How long access lasts without a new sign-in, and what happens to a token that was used.',
  spec: rfc(6749, '6'),
})
export class RefreshFields {
  /** Lifetime of refresh tokens, in seconds; 0 issues none. */
  @Seconds({
    label: 'Refresh token lifetime',
    help: 'How long a refresh token lives, counted anew from each rotation. 0 issues none.',
    spec: rfc(6749, '1.5'),
    min: 0,
    max: 2_592_000,
    inherits: 3600,
    visibleWhen: refreshes,
    example: 86_400,
  })
  refresh_token_ttl?: number | null;

  /** How long after the sign-in the last refresh token ends, in seconds, however often it was rotated; 0: no ceiling. */
  @Seconds({
    label: 'Longest access without a sign-in',
    help: 'Total time after which the user must sign in again, however often the token was refreshed. 0 sets no limit.',
    spec: rfc(9700, '4.14.2'),
    min: 0,
    max: 315_360_000,
    inherits: 0,
    visibleWhen: refreshes,
    example: 2_592_000,
  })
  refresh_token_max_rolling_lifetime?: number | null;

  /** True: each refresh gives a new token and retires the old one; its return revokes the family. */
  @Flag({
    label: 'Rotate refresh tokens',
    help: 'Give out a new refresh token on each use. A used one that comes back revokes all tokens of that sign-in.',
    spec: rfc(9700, '4.14.2'),
    inherits: true,
    visibleWhen: refreshes,
  })
  rotate_refresh_tokens?: boolean | null;

  /** The shortest time between two rotations, in seconds; a refresh before that gives the same token. 0: each one rotates. */
  @Seconds({
    label: 'Shortest time between rotations',
    help: 'A refresh sooner than this after the last rotation gives the same refresh token again. 0 rotates each time.',
    spec: ours('refresh-tokens'),
    min: 0,
    max: 31_536_000,
    inherits: 0,
    visibleWhen: rotates,
    example: 600,
  })
  refresh_token_rolling_interval?: number | null;

  /** For how long after a rotation the token before it may return, in seconds; it then gives the same successor. */
  @Seconds({
    label: 'Grace period for the used token',
    help: 'For this long a used refresh token gives its successor again, for answers that were lost. Keep it short.',
    spec: rfc(9700, '4.14.2'),
    min: 0,
    max: 86_400,
    inherits: 60,
    visibleWhen: rotates,
    example: 30,
  })
  refresh_token_rolling_grace_period?: number | null;

  /** True: a refresh token is given only where the user granted the scope offline_access. */
  @Flag({
    label: 'Refresh only with offline_access',
    help: 'Give refresh tokens only to requests that were granted the scope offline_access.',
    spec: oidcCore('11'),
    inherits: false,
    visibleWhen: refreshes,
  })
  offline_access_required?: boolean | null;

  /** True: offline_access is left out of a request that does not ask for consent. */
  @Flag({
    label: 'offline_access asks for consent',
    help: 'Grant offline_access only to requests with prompt=consent, so that the user is asked each time.',
    spec: oidcCore('11'),
    inherits: false,
    visibleWhen: all(refreshes, is('offline_access_required', true)),
  })
  offline_access_requires_consent_prompt?: boolean | null;
}
