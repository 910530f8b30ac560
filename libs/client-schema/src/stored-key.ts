import { type Resources } from './resources/index.js';
import { jwkOfPem } from './subject-public-key.js';
import { type PublicJwk } from './vocabulary.js';

/** The public key of a record of `verification_keys`, with the use that the record gives it; undefined: there is none. */
export function storedKey(
  id: string | undefined,
  { verification_keys }: Pick<Resources, 'verification_keys'>,
): PublicJwk | undefined {
  const stored = verification_keys.find((record) => record.id === id);
  const jwk = stored && jwkOfPem(stored.key);
  return jwk && { ...jwk, use: stored.use };
}
