import { type Services } from '../context.js';
import { Busy } from '../errors.js';
import { randomToken } from '../secrets.js';
import { signJwt } from './jwt.js';

/** Seconds that it lives: it is made for one request. */
const lifetime = 60;

/**
 * The token by which a service that an administrator has named knows this server: a JWT for its address alone, signed
 * with a published key. Of a key that another place keeps it is not made, for that place would have to know us first.
 * @throws Busy when no key is active
 */
export async function introduction(
  aud: string,
  { addresses, clock, keyRing }: Pick<Services, 'addresses' | 'clock' | 'keyRing'>,
): Promise<string> {
  const signer = await keyRing.ownSigner();
  if (!signer) throw new Busy('no key of the server is active');
  const iat = clock.now();
  const claims = { iss: addresses.issuer, aud, iat, exp: iat + lifetime, jti: randomToken(16) };
  return signJwt(signer.key, signer.alg, 'JWT', claims);
}
