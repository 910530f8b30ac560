import { createHmac } from 'node:crypto';
import { grantEnd, refreshCeiling } from '../grant-life.js';
import { type Grant, type RefreshState } from '../ports/grant-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { digestOf, randomToken, sameDigest } from '../secrets.js';

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
 * ceiling that is counted from the sign-in, or after the grant.
 */
export function refreshExpiry(
  client: RegisteredClient,
  grant: Pick<Grant, 'created_at' | 'renewed_at'>,
  now: number,
): number {
  return Math.min(now + client.refresh_token_ttl, refreshCeiling(client, grant), grantEnd(client, grant));
}

/** Whether a grant of this scope gives the client refresh tokens. */
export function mayRefresh(client: RegisteredClient, scope: readonly string[]): boolean {
  return (
    client.grant_types.includes('refresh_token') && client.refresh_token_ttl > 0 && offlineAccessSuffices(client, scope)
  );
}

/** Whether the user allowed access while away, where the client needs that for a refresh token. */
export function offlineAccessSuffices(client: RegisteredClient, scope: readonly string[]): boolean {
  return !client.offline_access_required || scope.includes('offline_access');
}

/** The first token of a family. Instants in seconds since 1970. */
export function firstRefreshToken(now: number, expires_at: number): NewRefreshToken {
  const handle = randomToken(16);
  const token = tokenOf(handle, 0, randomToken());
  const state = { handle: digestOf(handle), generation: 0, digest: digestOf(token), issued_at: now, used_at: now };
  return { token, state: { ...state, expires_at, sealed: null } };
}

/**
 * The token that follows `spent`.
 * @param mayReturn whether `spent` may be shown again for a while, and then gives the same token
 */
export function nextRefreshToken(
  spent: string,
  present: RefreshState,
  { now, expires_at, mayReturn }: { now: number; expires_at: number; mayReturn: boolean },
): NewRefreshToken {
  const generation = present.generation + 1;
  const secret = randomToken();
  const token = tokenOf(handleOf(spent), generation, secret);
  return {
    token,
    state: {
      handle: present.handle,
      generation,
      digest: digestOf(token),
      issued_at: now,
      used_at: now,
      expires_at,
      sealed: mayReturn ? masked(Buffer.from(secret, 'base64url'), spent) : null,
    },
  };
}

/**
 * The present token of a family, from the token before it; undefined: `spent` is not that token, or may not return.
 * Nobody else can tell it, not even from the database, and so every instance gives the same answer.
 */
export function successorOf(spent: string, generation: number, present: RefreshState): string | undefined {
  if (present.sealed === null || generation !== present.generation - 1) return undefined;
  const secret = masked(Buffer.from(present.sealed, 'base64url'), spent);
  const token = tokenOf(handleOf(spent), present.generation, secret);
  return sameDigest(digestOf(token), present.digest) ? token : undefined;
}

/** Reads a token; undefined for anything that this server cannot have issued. */
export function readRefreshToken(token: string): RefreshTokenParts | undefined {
  const match = /^([A-Za-z0-9_-]{22})\.(0|[1-9]\d{0,8})\.[A-Za-z0-9_-]{43}$/.exec(token);
  return match ? { handle: digestOf(match[1]!), generation: Number(match[2]), digest: digestOf(token) } : undefined;
}

function tokenOf(handle: string, generation: number, secret: string): string {
  return `${handle}.${generation}.${secret}`;
}

function handleOf(token: string): string {
  return token.slice(0, token.indexOf('.'));
}

/**
 * 32 octets under a pad of their own, or out of it again. The pad comes from a token of 256 random bits that masks
 * nothing else, and the digest of what comes out is compared: no cipher would hide or guard it better.
 */
function masked(octets: Buffer, token: string): string {
  const pad = createHmac('sha256', token).update('successor').digest();
  return Buffer.from(pad.map((octet, index) => octet ^ octets[index]!)).toString('base64url');
}
