import { type ClaimDestination } from '@clientele/client-schema';
import { type ClaimsRequest } from '../claims-request/claims-request.js';
import { type Context } from '../context.js';
import { type RegisteredClient } from '../registered-client.js';
import { type AccessTokenOrder } from '../tokens/access-token.js';
import { confirmationFor, tokenTypeOf } from '../tokens/confirmation.js';
import { issueIdToken } from '../tokens/id-token.js';
import { claimsByName, mappedClaims, mapsClaims } from '../tokens/user-claims.js';
import { type TokenResponse } from './grant.js';

/** What a grant has found out: for whom the tokens are, and what they are good for. */
export interface TokenOrder extends AccessTokenOrder {
  /** How the user signed in; absent where no user is involved. */
  readonly signIn?: {
    /** Seconds since 1970. */
    readonly auth_time: number;
    readonly asks_auth_time?: boolean;
    readonly amr: readonly string[];
    readonly acr?: string;
    readonly nonce?: string;
    /** The id of the session in which they did. */
    readonly session?: string | undefined;
    /** Whether the tokens are those of a refresh, long after the sign-in. */
    readonly refreshed?: boolean;
  };
  /** What is told of the user claim by claim. */
  readonly claims?: ClaimsRequest | null | undefined;
}

/**
 * The tokens that every grant answers with, RFC 6749 §5.1; where a user granted openid, with an ID token, OpenID Connect
 * Core §3.1.3.3.
 */
export async function issueTokens(order: TokenOrder, context: Context): Promise<TokenResponse> {
  const { client, sub, scope, authorization_details = [], signIn } = order;
  const confirmation = confirmationFor(client, context);
  const { token: access_token, expires_in } = await context.accessTokens.issue(order, context.steps, confirmation);
  const id_token =
    signIn && scope.includes('openid') && !(signIn.refreshed && !client.oidc_policy.id_token_on_refresh)
      ? await issueIdToken(
          { client, sub, access_token, claims: await idTokenClaims(order, context), ...signIn },
          context,
        )
      : undefined;
  return {
    access_token,
    agent_token: order.agent ? access_token : undefined,
    token_type: tokenTypeOf(confirmation),
    expires_in,
    scope: scope.length > 0 ? scope.join(' ') : undefined,
    authorization_details: authorization_details.length > 0 ? authorization_details : undefined,
    id_token,
  };
}

/**
 * What an ID token tells of the user, as the client's claims mapper has it, or as the request asked by name.
 * @param isAlone whether the client is given no access token, so that nobody can ask the userinfo endpoint
 */
export async function idTokenClaims(
  { client, sub, scope, claims }: Pick<TokenOrder, 'client' | 'sub' | 'scope' | 'claims'>,
  { accounts, registry }: Context,
  isAlone = false,
): Promise<Readonly<Record<string, unknown>>> {
  const mapped = destinationsIn(client, isAlone).filter((destination) => mapsClaims(destination, client));
  const requested = claims?.id_token;
  if (mapped.length === 0 && !requested) return {};
  const subject = { client, scope, account: await accounts.find(sub) };
  const server = await registry.server();
  return Object.assign(
    {},
    ...mapped.map((destination) => mappedClaims(destination, subject, server)),
    requested && claimsByName('id_token', requested, subject, server),
  );
}

/** OpenID Connect Core §5.4: what scopes stand for is in an ID token where it is nowhere else. */
function destinationsIn({ oidc_conformant }: RegisteredClient, isAlone: boolean): readonly ClaimDestination[] {
  if (isAlone) return whereAlone;
  return oidc_conformant ? nowhere : whereUsual;
}

const whereAlone: readonly ClaimDestination[] = ['id_token', 'userinfo'];
const whereUsual: readonly ClaimDestination[] = ['id_token'];
const nowhere: readonly ClaimDestination[] = [];
