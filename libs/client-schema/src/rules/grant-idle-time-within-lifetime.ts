import { inSeconds } from '../in-seconds.js';
import { isInteractive } from '../interactive.js';
import { endless } from '../kinds.js';
import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const grantIdleTimeWithinLifetime = rule({
  id: 'grant-idle-time-within-lifetime',
  spec: ours('refresh-tokens'),
  severity: 'error',
  reads: ['grant_types', 'persistent_grant_max_lifetime', 'persistent_grant_idle_timeout'],
  settle: (client) =>
    isIdleForTooLong(client) ? { persistent_grant_idle_timeout: client.persistent_grant_max_lifetime } : {},
  check: (client) =>
    isIdleForTooLong(client)
      ? violation(
          '/persistent_grant_idle_timeout',
          `must be at most ${inSeconds(client.persistent_grant_max_lifetime)}, the persistent_grant_max_lifetime`,
        )
      : ok,
});

function isIdleForTooLong(client: GrantLife & { grant_types: readonly string[] }): boolean {
  return isInteractive(client.grant_types) && idleTimeExceedsLifetime(client);
}

interface GrantLife {
  readonly persistent_grant_max_lifetime: number;
  readonly persistent_grant_idle_timeout: number;
}

/** Whether a grant ends before it can have been idle for long enough. An idle time without end says nothing. */
export function idleTimeExceedsLifetime({
  persistent_grant_max_lifetime: lifetime,
  persistent_grant_idle_timeout: idle,
}: GrantLife): boolean {
  return lifetime !== endless && idle !== endless && idle > lifetime;
}
