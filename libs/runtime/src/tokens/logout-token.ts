import { type Services } from '../context.js';
import { type RegisteredClient } from '../registered-client.js';
import { randomToken } from '../secrets.js';
import { signJwt } from './jwt.js';
import { responseSigner } from './response-signer.js';

/** Back-Channel Logout §2.4. */
const logoutTokenType = 'logout+jwt';

/** Seconds that it is accepted: it is made for one request, and made anew for the next. §4 advises two minutes at most. */
const lifetime = 120;

/** Whose session has ended. */
export interface LogoutTokenOrder {
  readonly client: RegisteredClient;
  /** The user, as the client knows them. */
  readonly sub: string;
  /** The session, as the client knows it; absent: the client does not ask for it. */
  readonly sid?: string | undefined;
}

/**
 * A logout token, OpenID Connect Back-Channel Logout §2.4, signed as the client's ID tokens are; undefined: there is no
 * key at present. Never unsigned, and without a nonce, so that none passes for an ID token.
 */
export async function logoutToken(
  { client, sub, sid }: LogoutTokenOrder,
  { addresses, clock, keyRing }: Pick<Services, 'addresses' | 'clock' | 'keyRing'>,
): Promise<string | undefined> {
  const alg = client.id_token_signed_response_alg;
  if (alg === 'none') return undefined;
  const key = await responseSigner(alg, client, client.signing_pair, { keyRing, clock });
  if (!key) return undefined;
  const iat = clock.now();
  return signJwt(key, alg, logoutTokenType, {
    iss: addresses.issuer,
    sub,
    aud: client.did ?? client.client_id,
    iat,
    exp: iat + lifetime,
    jti: randomToken(16),
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    ...(sid !== undefined && { sid }),
  });
}
