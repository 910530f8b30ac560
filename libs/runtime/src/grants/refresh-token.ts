import { type Spec, oidcCore, ours, rfc } from '@clientele/client-schema';
import { narrowDetails } from '../authorization-details/requested-details.js';
import { type Context } from '../context.js';
import { grantEnd, idleEnd, refreshCeiling } from '../grant-life.js';
import { type RegisteredClient } from '../registered-client.js';
import { narrowResources, requestedAudience } from '../resource-indicators.js';
import { type Grant as StoredGrant, type RefreshState } from '../ports/grant-store.js';
import { narrowScope, permittedScope } from '../scopes.js';
import { sameDigest } from '../secrets.js';
import { type ProtocolRule, rulesOf } from '../steps.js';
import { showsCertificate } from '../tokens/confirmation.js';
import {
  type RefreshTokenParts,
  nextRefreshToken,
  offlineAccessSuffices,
  readRefreshToken,
  refreshExpiry,
  successorOf,
} from '../tokens/refresh-token.js';
import { activeAccount } from './account.js';
import { type Grant } from './grant.js';
import { type TokenOrder, issueTokens } from './issue-tokens.js';
import { required } from './parameters.js';

/** The caller learns nothing of why a token is not good. */
const badToken = (id: string, sentence: string, spec: Spec = rfc(6749, '6')): ProtocolRule =>
  rulesOf('invalid_grant')(id, spec, 'the refresh token is unknown, expired or revoked', sentence);

const tokenIsKnown = badToken('refresh-token-is-known', 'No grant has this refresh token.');
const tokenIsOurs = badToken(
  'refresh-token-was-issued-to-this-client',
  'The refresh token was issued to another client.',
);
const certificateIsShown = badToken(
  'refresh-token-is-used-with-its-certificate',
  'The refresh token is bound to a certificate, and the request came with another or with none.',
  rfc(8705, '4'),
);
const keyIsProved = badToken(
  'refresh-token-is-used-with-its-key',
  'The refresh token is bound to a key, and the request came with a DPoP proof of another or with none.',
  rfc(9449, '5'),
);
const grantIsLive = badToken('grant-is-not-revoked', 'The grant was revoked; the user must sign in again.');
const tokenIsFresh = badToken(
  'refresh-token-is-not-expired',
  'The refresh token has expired; the user must sign in again.',
);
const tokenIsUnspent = badToken(
  'refresh-token-is-used-once',
  'The refresh token was used before. It may have been stolen, so all tokens of this sign-in were revoked.',
  rfc(9700, '4.14.2'),
);
const signInIsRecent = badToken(
  'sign-in-is-recent',
  'The sign-in lies further back than the client’s refresh_token_max_rolling_lifetime; the user must sign in again.',
);
const grantHasNotEnded = badToken(
  'grant-has-not-ended',
  'The grant began further back than the client’s persistent_grant_max_lifetime; the user must sign in again.',
  ours('refresh-tokens'),
);
const grantIsInUse = badToken(
  'grant-is-in-use',
  'Nothing was refreshed for the client’s persistent_grant_idle_timeout; the user must sign in again.',
  ours('refresh-tokens'),
);
const offlineAccessWasGranted = badToken(
  'offline-access-was-granted',
  'The client needs the scope offline_access for a refresh, and this grant does not have it.',
  oidcCore('11'),
);
const refreshIsOn = badToken('refresh-tokens-are-enabled', 'Refresh tokens were switched off for this client.');

/** New tokens for a grant that still stands, RFC 6749 §6. */
export const refreshToken: Grant = {
  type: 'refresh_token',
  spec: rfc(6749, '6'),
  publicClients: true,

  async issue({ client, method, params }, context) {
    const { grants, registry, steps } = context;
    const value = required(params, 'refresh_token', steps);
    const presented = steps.need(tokenIsKnown, readRefreshToken(value), {
      sent: `a token of ${value.length} characters`,
    });
    const held = steps.need(tokenIsKnown, await grants.findByRefreshHandle(presented.handle));
    steps.hold(tokenIsOurs, held.client === client.id, { sent: client.client_id });
    if (method === 'none') checkConfirmation(held, context);
    steps.hold(grantIsLive, held.revoked_at === null);
    const state = steps.need(tokenIsKnown, held.refresh ?? undefined);
    const successor = await successorOfSpentToken(value, presented, held, client, context);
    steps.hold(tokenIsKnown, successor !== undefined || sameDigest(presented.digest, state.digest));
    steps.hold(tokenIsFresh, state.expires_at > context.clock.now(), {
      sent: `expired ${context.clock.now() - state.expires_at} seconds ago`,
    });
    // Asked again at each use: a token that was issued before the ceiling was lowered may outlive it.
    steps.hold(signInIsRecent, refreshCeiling(client, held) > context.clock.now(), {
      registered: `refresh_token_max_rolling_lifetime of ${client.refresh_token_max_rolling_lifetime} seconds`,
    });
    steps.hold(grantHasNotEnded, grantEnd(client, held) > context.clock.now(), {
      registered: `persistent_grant_max_lifetime of ${client.persistent_grant_max_lifetime} seconds`,
    });
    steps.hold(grantIsInUse, idleEnd(client, state) > context.clock.now(), {
      sent: `last used ${context.clock.now() - state.used_at} seconds ago`,
      registered: `persistent_grant_idle_timeout of ${client.persistent_grant_idle_timeout} seconds`,
    });
    steps.hold(refreshIsOn, client.refresh_token_ttl > 0, { registered: 'refresh_token_ttl is 0' });
    steps.hold(offlineAccessWasGranted, offlineAccessSuffices(client, held.scope), {
      sent: held.scope.join(' '),
      registered: 'offline_access_required is true',
    });
    const asked = narrowScope(params.get('scope'), held.scope, await registry.server(), steps);
    const { scope, sub, signIn } = await holderOf(held, asked, client, context);
    const resources = narrowResources(params, held.resources, client, steps);
    const details = narrowDetails(params, held.authorization_details, client, await registry.server(), steps);
    const audience = requestedAudience(params, client, steps);
    const tokens = await issueTokens(
      {
        client,
        sub,
        scope,
        grant: held.id,
        ends: grantEnd(client, held),
        claims: held.claims,
        resources,
        authorization_details: details,
        audience,
        ...(held.agent && { agent: held.agent }),
        ...(signIn && { signIn }),
      },
      context,
    );
    // Last, since everything before may fail, and a token that was not answered must not count as used.
    return { ...tokens, refresh_token: successor ?? (await rotate(value, state, held, client, context)) };
  },
};

/** A request without client authentication shows what the token is bound to; others may come with a new key or certificate. */
function checkConfirmation({ confirmation }: StoredGrant, context: Context): void {
  const { steps, provenKey } = context;
  steps.hold(certificateIsShown, showsCertificate(context, confirmation), {
    registered: `SHA-256 ${confirmation?.['x5t#S256']}`,
  });
  const jkt = confirmation?.jkt;
  if (jkt === undefined) return;
  steps.hold(keyIsProved, jkt === provenKey, { sent: provenKey ?? 'no DPoP proof', registered: jkt });
}

/** For whom the tokens are, with what of the scopes is left: a user, or the client itself. */
async function holderOf(
  { sub, sign_in_epoch, session, auth_time, amr }: StoredGrant,
  asked: readonly string[],
  client: RegisteredClient,
  context: Context,
): Promise<Pick<TokenOrder, 'scope' | 'sub' | 'signIn'>> {
  if (sub === null) return { sub: client.client_id, scope: asked.filter((name) => client.scopes.has(name)) };
  const account = await activeAccount({ sub, sign_in_epoch }, context);
  const scope = permittedScope(asked, client, account, await context.registry.server());
  return { sub, scope, signIn: { auth_time, amr, session: session ?? undefined, refreshed: true } };
}

/**
 * A token of an earlier generation: within the grace period the one before the present one gives the present one, since
 * the answer that carried it may have been lost. Any other has leaked, and we cannot tell thief from owner: both lose it.
 * Undefined: the token is not of an earlier generation.
 */
async function successorOfSpentToken(
  value: string,
  presented: RefreshTokenParts,
  held: StoredGrant,
  client: RegisteredClient,
  { grants, steps, clock, audit }: Context,
): Promise<string | undefined> {
  const { generation, issued_at } = held.refresh!;
  if (presented.generation >= generation) return undefined;
  const successor = returnsInTime(client, held.refresh!, clock.now())
    ? successorOf(value, presented.generation, held.refresh!)
    : undefined;
  if (successor !== undefined) return successor;
  await grants.revoke(held.id, clock.now());
  audit.record({ type: 'refresh_token_reused', client_id: client.client_id });
  return steps.refuse(tokenIsUnspent, {
    sent: `generation ${presented.generation}, ${clock.now() - issued_at} seconds after generation ${generation}`,
    registered: `generation ${generation}; the one before it for ${client.refresh_token_rolling_grace_period} seconds`,
  });
}

function returnsInTime(client: RegisteredClient, { issued_at }: RefreshState, now: number): boolean {
  return now < issued_at + client.refresh_token_rolling_grace_period;
}

/** The refresh token of the answer: the next of the family, or the same one where none is due. */
async function rotate(
  value: string,
  state: RefreshState,
  held: StoredGrant,
  client: RegisteredClient,
  { grants, steps, clock }: Context,
): Promise<string> {
  const now = clock.now();
  const due = client.rotate_refresh_tokens && now >= state.issued_at + client.refresh_token_rolling_interval;
  const next = due
    ? nextRefreshToken(value, state, {
        now,
        expires_at: refreshExpiry(client, held, now),
        mayReturn: client.refresh_token_rolling_grace_period > 0,
      })
    : { token: value, state: { ...state, used_at: now } };
  const spent = { id: held.id, generation: state.generation, digest: state.digest };
  if (await grants.rotate(spent, next.state, now)) return next.token;
  // The same token is being used twice at this moment: who comes second gets what the first one got, or nothing.
  const after = await grants.find(held.id);
  const present = after?.revoked_at === null ? after.refresh : null;
  const inTime = present && returnsInTime(client, present, now);
  return steps.need(tokenIsUnspent, inTime ? successorOf(value, state.generation, present) : undefined);
}
