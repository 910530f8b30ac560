import { asymmetricSigningAlgs } from '@clientele/client-schema';
import { checkClientSignature, isSameAlg } from '../client-signature.js';
import { type Context } from '../context.js';
import { type ClientProof } from '../registered-client.js';
import { type ParsedJwt } from '../tokens/jwt.js';
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

const keyIsRegistered = assertionRule(
  'assertion-key-is-registered',
  'No key of the client has the kid that the assertion names.',
);

/** A JWT signed with a key of the client, RFC 7523 §2.2 and §3, OpenID Connect Core §9. */
export const privateKeyJwt: AuthenticationMethod<'private_key_jwt'> = {
  method: 'private_key_jwt',

  async verify({ assertion }, proof, client, context) {
    const jwt = readAssertion(assertion, client, context);
    const alg = allowedAlg(jwt, proof, client.profile?.algs ?? asymmetricSigningAlgs, context);
    const { settings } = await context.registry.server();
    checkClaims(jwt.claims, client, context, settings.clock_skew);
    await checkClientSignature(assertion, jwt, alg, proof, { keyIsRegistered, signatureVerifies }, context);
    await checkReplay(jwt.claims, client, context);
    return undefined;
  },
};

function allowedAlg(
  { header }: ParsedJwt,
  { signing_alg }: ClientProof,
  algs: readonly string[],
  { steps }: Context,
): string {
  return steps.need(
    algIsRegistered,
    algs.find((alg) => alg === header['alg'] && (!signing_alg || isSameAlg(alg, signing_alg))),
    () => ({ sent: inText(header['alg']), registered: signing_alg ? [signing_alg] : algs }),
  );
}
