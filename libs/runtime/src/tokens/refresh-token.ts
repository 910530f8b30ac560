import { type RefreshState } from '../ports/grant-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { digestOf, randomToken } from '../secrets.js';

/**
 * A refresh token is `handle.generation.secret`. The handle names the family and stays, so that a token of an earlier
 * generation still tells which family to end; the secret is new each time. Both are stored as digests.
 */
export interface RefreshTokenParts {
  /** Digest of the handle, which the grant is found by. */
  readonly handle: string;
  readonly generation: number;
  /** Digest of the whole token. */
  readonly digest: string;
}

export interface NewRefreshToken {
  readonly token: string;
  readonly state: RefreshState;
}

/**
 * When a refresh token that is issued now ends, in seconds since 1970: after the client's lifetime, and never after the
 * ceiling that is counted from the sign-in.
 */
export function refreshExpiry(client: RegisteredClient, signedInAt: number, now: number): number {
  return Math.min(now + client.refresh_token_ttl, refreshCeiling(client, signedInAt));
}

/** The end of all refreshing, in seconds since 1970; infinite where the client has no ceiling. */
export function refreshCeiling(client: RegisteredClient, signedInAt: number): number {
  const { refresh_token_max_rolling_lifetime: ceiling } = client;
  return ceiling > 0 ? signedInAt + ceiling : Number.POSITIVE_INFINITY;
}

/** Whether the client has any use for a refresh token. */
export function mayRefresh(client: RegisteredClient): boolean {
  return client.grant_types.includes('refresh_token') && client.refresh_token_ttl > 0;
}

/** The first token of a family. Instants in seconds since 1970. */
export function firstRefreshToken(now: number, expires_at: number): NewRefreshToken {
  return makeToken(randomToken(16), 0, now, expires_at);
}

/** The token that follows `spent`. */
export function nextRefreshToken(spent: string, generation: number, now: number, expires_at: number): NewRefreshToken {
  return makeToken(spent.slice(0, spent.indexOf('.')), generation + 1, now, expires_at);
}

/** Reads a token; undefined for anything that this server cannot have issued. */
export function readRefreshToken(token: string): RefreshTokenParts | undefined {
  const match = /^([A-Za-z0-9_-]{22})\.(0|[1-9]\d{0,8})\.[A-Za-z0-9_-]{43}$/.exec(token);
  return match ? { handle: digestOf(match[1]!), generation: Number(match[2]), digest: digestOf(token) } : undefined;
}

function makeToken(handle: string, generation: number, issued_at: number, expires_at: number): NewRefreshToken {
  const token = `${handle}.${generation}.${randomToken()}`;
  return { token, state: { handle: digestOf(handle), generation, digest: digestOf(token), issued_at, expires_at } };
}
