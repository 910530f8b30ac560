import { endless } from '@clientele/client-schema';
import { type Grant, type RefreshState } from './ports/grant-store.js';
import { type RegisteredClient } from './registered-client.js';

/** When a grant ends with all its tokens, in seconds since 1970; infinite where its client sets no limit. */
export function grantEnd(client: RegisteredClient, { created_at }: Pick<Grant, 'created_at'>): number {
  return after(created_at, client.persistent_grant_max_lifetime);
}

/** When a grant can no longer be refreshed because nothing was, in seconds since 1970; infinite where there is no limit. */
export function idleEnd(client: RegisteredClient, { used_at }: Pick<RefreshState, 'used_at'>): number {
  return after(used_at, client.persistent_grant_idle_timeout);
}

/** The end of all refreshing after one sign-in, in seconds since 1970; infinite where the client has no ceiling. */
export function refreshCeiling(client: RegisteredClient, { renewed_at }: Pick<Grant, 'renewed_at'>): number {
  const { refresh_token_max_rolling_lifetime: ceiling } = client;
  return after(renewed_at, ceiling > 0 ? ceiling : endless);
}

function after(moment: number, seconds: number): number {
  return seconds === endless ? Number.POSITIVE_INFINITY : moment + seconds;
}
