import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type ReusableGrantType, rfc } from '@clientele/client-schema';
import { type AuthorizationDetail } from '../authorization-details/authorization-detail.js';
import { type ClaimsRequest } from '../claims-request/claims-request.js';
import { type Context } from '../context.js';
import { grantEnd, idleEnd } from '../grant-life.js';
import { type AgentBinding, type Grant } from '../ports/grant-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { type SignIn } from '../sign-in.js';
import { type ProtocolRule } from '../steps.js';
import { confirmationOfRefreshTokens } from '../tokens/confirmation.js';
import { type IssuedAccessToken } from '../tokens/access-token.js';
import { firstRefreshToken, mayRefresh, refreshExpiry } from '../tokens/refresh-token.js';
import { type TokenResponse } from './grant.js';
import { type TokenOrder, issueTokens } from './issue-tokens.js';

/** What a user has just allowed, and how they signed in. Instants in seconds since 1970. */
export interface Allowed extends SignIn {
  /** The id of the session in which it was allowed. */
  readonly session: string;
  readonly scope: readonly string[];
  /** The APIs that the access tokens of the grant may be for. */
  readonly resources: readonly string[];
  /** What was allowed in detail, RFC 9396 §6. */
  readonly authorization_details: readonly AuthorizationDetail[];
  readonly auth_time: number;
  /** Whether a maximum age was asked for, so that the ID token must tell `auth_time`: OpenID Connect Core §2. */
  readonly asks_auth_time: boolean;
  readonly amr: readonly string[];
  /** The id of the authenticator. */
  readonly authenticator: string;
  /** The class of the sign-in, OpenID Connect Core §2. */
  readonly acr?: string;
  readonly nonce?: string;
  /** What is told of the user claim by claim. */
  readonly claims?: ClaimsRequest;
}

/** A grant that began with an access token from the authorization endpoint. */
export interface GrantInFront {
  readonly id: string;
  /** Names its refresh token as it was then; null: it had none. */
  readonly handle: string | null;
}

const grantInFrontLasts: ProtocolRule = {
  id: 'grant-of-the-code-lasts',
  spec: rfc(6749, '4.1.2'),
  error: 'invalid_grant',
  description: 'the code is unknown or has expired',
  sentence:
    'What the user granted with the access token beside the code has ended, or another request goes on with it.',
};

/** Whom the first access token is for and what it is good for in detail, and whether it is an agent's. */
type Target = Pick<TokenOrder, 'resources' | 'audience' | 'authorization_details' | 'agent'>;

/**
 * The first tokens of a sign-in and the grant that they belong to: a new one, or one that is in force where the client
 * goes on with those (`persistent_grant_reuse_grant_types`). A code that came with an access token goes on with the grant
 * of that, so that both end together. @throws OAuthError invalid_grant where that has ended
 */
export async function beginGrant(
  allowed: Allowed & { readonly in_front?: GrantInFront },
  target: Target,
  client: RegisteredClient,
  context: Context,
): Promise<{ grant: string; answer: TokenResponse }> {
  const now = context.clock.now();
  // An agent is not the application that the user knows: what it may do begins and ends by itself.
  if (allowed.in_front && !target.agent) return goOnInBack(allowed.in_front, allowed, target, client, context);
  const held = target.agent ? undefined : await grantToGoOnWith(['authorization_code'], allowed, client, context);
  if (held) {
    const { grant, answer } = await firstTokens(held.id, allowed, held.created_at, target, client, context);
    if (await context.grants.renew(grant, held.refresh?.handle ?? null)) return { grant: held.id, answer };
    // It was revoked or gone on with meanwhile: this sign-in begins one of its own.
  }
  const { grant, answer } = await firstTokens(randomUUID(), allowed, now, target, client, context);
  await context.grants.create(grant);
  return { grant: grant.id, answer };
}

/** The tokens of a code whose grant began in front: of many exchanges at once one replaces what the grant had before. */
async function goOnInBack(
  { id, handle }: GrantInFront,
  allowed: Allowed,
  target: Target,
  client: RegisteredClient,
  context: Context,
): Promise<{ grant: string; answer: TokenResponse }> {
  const { grants, steps, clock } = context;
  const found = await grants.find(id);
  const isInForce = found?.revoked_at === null && grantEnd(client, found) > clock.now();
  const held = steps.need(grantInFrontLasts, isInForce ? found : undefined);
  const { grant, answer } = await firstTokens(id, allowed, held.created_at, target, client, context);
  steps.hold(grantInFrontLasts, await grants.renew(grant, handle));
  return { grant: id, answer };
}

/**
 * The access token that the authorization endpoint answers with, RFC 6749 §4.2.2, and the grant that it belongs to: a new
 * one, or one that is in force where the client goes on with those. Nothing refreshes it before a code does that.
 * @param goesOn whether a code is issued beside it, which goes on with the grant
 */
export async function beginGrantInFront(
  allowed: Allowed,
  goesOn: boolean,
  client: RegisteredClient,
  context: Context,
): Promise<{ issued: IssuedAccessToken; grant: GrantInFront }> {
  const granted = grantedBy(allowed, client);
  const { sub, scope, resources, authorization_details } = granted;
  const now = context.clock.now();
  const issue = (grant: Grant): Promise<IssuedAccessToken> => {
    const ends = grantEnd(client, grant);
    const order = { client, sub, scope, grant: grant.id, ends, resources, authorization_details, signIn: allowed };
    return context.accessTokens.issue(order, context.steps);
  };
  const types: readonly ReusableGrantType[] = goesOn ? ['implicit', 'authorization_code'] : ['implicit'];
  const held = await grantToGoOnWith(types, allowed, client, context);
  if (held) {
    const handle = held.refresh?.handle ?? null;
    const grant = { ...held, ...granted, renewed_at: now };
    const issued = await issue(grant);
    if (await context.grants.renew(grant, handle)) return { issued, grant: { id: held.id, handle } };
    // It was revoked or gone on with meanwhile: this sign-in begins one of its own.
  }
  const life = { created_at: now, renewed_at: now, revoked_at: null };
  const grant = { id: randomUUID(), ...granted, ...life, refresh: null, agent: null, confirmation: null };
  const issued = await issue(grant);
  await context.grants.create(grant);
  return { issued, grant: { id: grant.id, handle: null } };
}

/** What a grant keeps of what was allowed. */
function grantedBy(
  {
    sub,
    sign_in_epoch,
    session,
    scope,
    resources,
    authorization_details,
    auth_time,
    amr,
    authenticator,
    claims,
  }: Allowed,
  client: RegisteredClient,
) {
  return {
    client: client.id,
    sub,
    sign_in_epoch,
    session,
    scope,
    resources,
    authorization_details,
    auth_time,
    amr,
    authenticator,
    claims: claims ?? null,
  };
}

/** The first tokens of a client that acts for itself, with a grant of its own where it may refresh them. */
export async function beginGrantOfClient(
  {
    scope,
    resources,
    authorization_details,
    audience,
    agent,
  }: Pick<Grant, 'scope' | 'resources' | 'authorization_details'> & {
    audience: readonly string[];
    agent: AgentBinding;
  },
  client: RegisteredClient,
  context: Context,
): Promise<TokenResponse> {
  const order = { client, sub: client.client_id, scope, resources, authorization_details, audience, agent };
  if (!mayRefresh(client, scope)) return issueTokens(order, context);
  const id = randomUUID();
  const now = context.clock.now();
  const life = { created_at: now, renewed_at: now };
  const refresh = firstRefreshToken(now, refreshExpiry(client, life, now));
  const tokens = await issueTokens({ ...order, grant: id, ends: grantEnd(client, life) }, context);
  await context.grants.create({
    id,
    client: client.id,
    sub: null,
    sign_in_epoch: 0,
    session: null,
    scope,
    resources,
    authorization_details,
    auth_time: now,
    amr: [],
    claims: null,
    ...life,
    revoked_at: null,
    refresh: refresh.state,
    agent,
    confirmation: confirmationOfRefreshTokens(client, context),
  });
  return { ...tokens, refresh_token: refresh.token };
}

async function firstTokens(
  id: string,
  allowed: Allowed,
  created_at: number,
  target: Target,
  client: RegisteredClient,
  context: Context,
): Promise<{ grant: Grant; answer: TokenResponse }> {
  const { sub, session, scope, auth_time, asks_auth_time, amr, acr, nonce, claims } = allowed;
  const now = context.clock.now();
  const life = { created_at, renewed_at: now };
  const refresh = mayRefresh(client, scope) ? firstRefreshToken(now, refreshExpiry(client, life, now)) : undefined;
  const signIn = {
    auth_time,
    asks_auth_time,
    amr,
    session,
    ...(acr !== undefined && { acr }),
    ...(nonce !== undefined && { nonce }),
  };
  const ends = grantEnd(client, life);
  const tokens = await issueTokens({ client, sub, scope, grant: id, ends, ...target, signIn, claims }, context);
  const state = { ...grantedBy(allowed, client), ...life, revoked_at: null };
  return {
    grant: {
      id,
      ...state,
      refresh: refresh?.state ?? null,
      agent: target.agent ?? null,
      confirmation: refresh ? confirmationOfRefreshTokens(client, context) : null,
    },
    answer: { ...tokens, ...(refresh && { refresh_token: refresh.token }) },
  };
}

/** The grant of the same user for the same scopes and APIs that is in force; undefined where the client begins anew each time. */
async function grantToGoOnWith(
  grantTypes: readonly ReusableGrantType[],
  { sub, sign_in_epoch, scope, resources, authorization_details, claims }: Allowed,
  client: RegisteredClient,
  { grants, clock }: Context,
): Promise<Grant | undefined> {
  if (!grantTypes.every((type) => client.persistent_grant_reuse_grant_types.includes(type))) return undefined;
  const now = clock.now();
  const inForce = (grant: Grant): boolean =>
    grant.agent === null &&
    grant.sign_in_epoch === sign_in_epoch &&
    grantEnd(client, grant) > now &&
    (grant.refresh === null || (grant.refresh.expires_at > now && idleEnd(client, grant.refresh) > now));
  const isForTheSame = (grant: Grant): boolean =>
    isSameSet(grant.scope, scope) &&
    isSameSet(grant.resources, resources) &&
    isDeepStrictEqual(grant.authorization_details, authorization_details) &&
    isDeepStrictEqual(grant.claims, claims ?? null);
  return (await grants.findOfUser(client.id, sub)).find((grant) => inForce(grant) && isForTheSame(grant));
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name) => right.includes(name));
}
