import { type ServerState, type InitialAccessToken } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { authorizedBy, tokenIsSent } from '../endpoints/bearer.js';
import { header } from '../http.js';
import { digestOf, sameDigest } from '../secrets.js';
import { type AccessTokenClaims } from '../tokens/access-token.js';
import { initialTokenHasUsesLeft, initialTokenIsCurrent, tokenRegisters } from './rules.js';

/** Who wants to register a client, and by what right. */
export interface Admitted {
  /** What the history calls them. */
  readonly name: string;
  /** What an access token of this server says that is used as an initial access token; absent: it is none, or there is none. */
  readonly claims?: AccessTokenClaims;
  /** Whether nobody has let them. */
  readonly open: boolean;
  /** A registration that came to nothing is none that the token was used for. */
  giveBack(): Promise<void>;
}

const nothing = (): Promise<void> => Promise.resolve();

/** The token of an Authorization header with the scheme Bearer, RFC 6750 §2.1; undefined: there is none. */
export function bearerOf({ request }: Context): string | undefined {
  return /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(header(request, 'authorization') ?? '')?.[1];
}

/**
 * Who sends a registration: the holder of an initial access token that an administrator has made, or of an access token
 * with the scope for it; anybody, where registration is open. @throws OAuthError, 401 or 403
 */
export async function admitRegistrant(server: ServerState, context: Context): Promise<Admitted> {
  const { request, steps } = context;
  const { registration_requires_token, registration_token_scope: scope } = server.settings;
  if (request.headers['authorization'] === undefined) {
    steps.hold(tokenIsSent, !registration_requires_token);
    return { name: 'open registration', open: true, giveBack: nothing };
  }
  const made = tokenMade(bearerOf(context), server);
  if (made) return useInitialToken(made, context);
  const claims = await authorizedBy(undefined, context);
  steps.hold(tokenRegisters, claims.scope.includes(scope), { sent: claims.scope.join(' '), registered: scope });
  return { name: claims.username ?? claims.client_id, claims, open: false, giveBack: nothing };
}

function tokenMade(token: string | undefined, { initial_access_tokens }: ServerState): InitialAccessToken | undefined {
  if (token === undefined) return undefined;
  const digest = digestOf(token);
  return initial_access_tokens.find(({ token_digest }) => sameDigest(token_digest ?? '', digest));
}

/** As good as for ever: a count that is forgotten would let a token be used again. */
const centuries = 100 * 365 * 86_400;

/** Counted before anything comes of it, so that of many at once no more succeed than there are uses left. */
async function useInitialToken(token: InitialAccessToken, { artifacts, clock, steps }: Context): Promise<Admitted> {
  const now = clock.now();
  const { id, token_digest, max_registrations, expires_at } = token;
  steps.hold(initialTokenIsCurrent, expires_at === null || Date.parse(expires_at) / 1000 > now);
  const admitted = { name: `initial access token ${id}`, open: false };
  if (max_registrations === null) return { ...admitted, giveBack: nothing };
  const key = token_digest!;
  const count = await artifacts.increment('registrations', key, now + centuries);
  const giveBack = (): Promise<void> => artifacts.decrement('registrations', key, count.expires_at);
  if (count.value > max_registrations) {
    await giveBack();
    steps.refuse(initialTokenHasUsesLeft, { registered: String(max_registrations) });
  }
  return { ...admitted, giveBack };
}
