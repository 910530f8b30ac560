import { includes } from '../../conditions.js';
import { Group } from '../../field.js';
import { Flag, Seconds } from '../../kinds.js';
import { rfc } from '../../specs.js';

const refreshes = includes('grant_types', 'refresh_token');

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
}
