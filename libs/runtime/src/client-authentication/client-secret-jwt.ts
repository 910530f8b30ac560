import { createSecretKey } from 'node:crypto';
import { octetsForHmac, symmetricSigningAlgs } from '@clientele/client-schema';
import { type SecretVerifier } from '../ports/client-store.js';
import { type ClientProof } from '../registered-client.js';
import { verifiesWith } from '../tokens/jwt.js';
import {
  algIsRegistered,
  assertionRule,
  checkClaims,
  checkReplay,
  inText,
  readAssertion,
  signatureVerifies,
} from './assertion.js';
import { type AuthenticationMethod } from './method.js';

const keyIsLongEnough = assertionRule(
  'assertion-key-is-long-enough',
  'The client has no secret of which the value is kept and that is long enough for the algorithm of the assertion.',
);

/** A JWT signed with the secret of the client, or with its key for assertions: OpenID Connect Core §9. */
export const clientSecretJwt: AuthenticationMethod<'client_secret_jwt'> = {
  method: 'client_secret_jwt',

  async verify({ assertion }, proof, client, context) {
    const { steps, clock } = context;
    const jwt = readAssertion(assertion, client, context);
    const alg = steps.need(
      algIsRegistered,
      symmetricSigningAlgs.find((known) => known === jwt.header['alg'] && (proof.signing_alg ?? known) === known),
      () => ({
        sent: inText(jwt.header['alg']),
        registered: proof.signing_alg ? [proof.signing_alg] : symmetricSigningAlgs,
      }),
    );
    const { settings } = await context.registry.server();
    checkClaims(jwt.claims, client, context, settings.clock_skew);
    const candidates = keysOf(proof, clock.now()).filter(({ key }) => key!.length >= octetsForHmac[alg]);
    steps.hold(keyIsLongEnough, candidates.length > 0, { sent: alg });
    for (const { id, key } of candidates) {
      if (!(await verifiesWith(assertion, createSecretKey(key!), [alg]))) continue;
      await checkReplay(jwt.claims, client, context);
      return id;
    }
    return steps.refuse(signatureVerifies, { registered: candidates.map(({ hint }) => `a secret ending in ${hint}`) });
  },
};

/** The keys that may have signed: the one for assertions where there is one, else every live secret whose value is kept. */
function keysOf({ assertion_keys, secrets }: ClientProof, now: number): readonly SecretVerifier[] {
  const keys = assertion_keys.length > 0 ? assertion_keys : secrets;
  return keys.filter(({ key, expires_at }) => key !== undefined && (expires_at === null || expires_at > now));
}
