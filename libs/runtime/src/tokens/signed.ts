import { SignatureUnavailable } from '../signers/signing-services.js';
import { type ProtocolRule, type Steps } from '../steps.js';
import { type SigningHalf, signJwt } from './jwt.js';

/**
 * A JWT for whoever sent the request.
 * @throws OAuthError of the rule when the place that keeps the key does not sign: there is no token then
 */
export async function signed(
  steps: Steps,
  rule: ProtocolRule,
  key: SigningHalf,
  alg: string,
  typ: string | undefined,
  claims: Readonly<Record<string, unknown>>,
): Promise<string> {
  try {
    return await signJwt(key, alg, typ, claims);
  } catch (cause) {
    if (!(cause instanceof SignatureUnavailable)) throw cause;
    return steps.refuse(rule, { registered: alg, sentence: `${capital(cause.message)}.` }, { cause });
  }
}

function capital(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}
