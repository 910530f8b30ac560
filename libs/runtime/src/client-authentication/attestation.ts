import { asymmetricSigningAlgs, attestationDraft, ours } from '@clientele/client-schema';
import { jwkFault } from '@clientele/client-schema/jwk-set';
import { checkClientSignature } from '../client-signature.js';
import { type Context } from '../context.js';
import { header } from '../http.js';
import { type RegisteredClient, publicKey } from '../registered-client.js';
import { digestOf } from '../secrets.js';
import { thumbprint } from '../signers/generated-key.js';
import { type ProtocolRule } from '../steps.js';
import { type ParsedJwt, isNumericDate, parseJwt, verifiesWith } from '../tokens/jwt.js';
import { inText } from './assertion.js';

/** Seconds for which a proof of possession is good after it was made. */
const proofLifetime = 300;
const maxJti = 512;

const attestationIsSent: ProtocolRule = {
  id: 'attestation-is-sent',
  spec: attestationDraft('6.1'),
  error: 'invalid_client',
  description: 'client authentication failed',
  sentence:
    'The sign-in API needs an attestation of the application’s instance (redirectless_allow_without_attestation is off), and the request has not both the OAuth-Client-Attestation and the OAuth-Client-Attestation-PoP header.',
};
const attesterIsKnown: ProtocolRule = {
  ...attestationIsSent,
  id: 'attester-is-registered',
  spec: ours('redirectless'),
  sentence: 'The client has no attester: client_attester_issuer and client_attester_jwks_uri are not both set.',
};

const invalid = (id: string, section: string, sentence: string): ProtocolRule => ({
  id,
  spec: attestationDraft(section),
  error: 'invalid_client_attestation',
  description: 'the client attestation or its proof of possession is not valid',
  sentence,
});
const attestationIsJwt = invalid('attestation-is-a-jwt', '5.1', 'The attestation is no signed JWT of its type.');
const attestationAlgFits = invalid('attestation-alg-fits', '5.1', 'The attestation has no asymmetric signature.');
const attesterKeyIsKnown = invalid(
  'attester-key-is-known',
  '5.1',
  'The attester has no key that the attestation names.',
);
const attestationVerifies = invalid(
  'attestation-verifies',
  '5.1',
  'No key of the attester has signed the attestation.',
);
const attestationIsOfTheAttester = invalid(
  'attestation-is-of-the-attester',
  '5.1',
  'The iss of the attestation is not the client’s client_attester_issuer.',
);
const attestationIsOfTheClient = invalid(
  'attestation-is-of-the-client',
  '5.1',
  'The sub of the attestation is not the client_id.',
);
const attestationIsCurrent = invalid(
  'attestation-is-current',
  '5.1',
  'The attestation has no exp, has expired, or is from the future.',
);
const instanceHasAKey = invalid(
  'attestation-has-a-key',
  '5.1',
  'The attestation has no cnf with the public key of the instance.',
);
const proofIsJwt = invalid(
  'attestation-proof-is-a-jwt',
  '5.2',
  'The proof of possession is no signed JWT of its type.',
);
const proofVerifies = invalid(
  'attestation-proof-verifies',
  '5.2',
  'The proof of possession was not signed with the key of the attested instance.',
);
const proofIsForUs = invalid(
  'attestation-proof-is-for-us',
  '5.2',
  'The aud of the proof of possession is not the issuer identifier of this server, or its iss is another client.',
);
const proofIsRecent = invalid(
  'attestation-proof-is-recent',
  '5.2',
  `The iat of the proof of possession is missing, in the future, or more than ${proofLifetime} seconds ago.`,
);
const proofIsUsedOnce = invalid(
  'attestation-proof-is-used-once',
  '5.2',
  'The jti of the proof of possession is missing, or was accepted before.',
);

/**
 * The thumbprint of the key of the application's instance for which the client's attester vouches, and which it shows to
 * hold. OAuth 2.0 Attestation-Based Client Authentication §6.1.
 * @throws OAuthError invalid_client where there is no attestation, invalid_client_attestation
 */
export async function attestedKey(client: RegisteredClient, context: Context): Promise<string> {
  const { steps, request } = context;
  const attestation = steps.need(attestationIsSent, header(request, 'oauth-client-attestation'));
  const proof = steps.need(attestationIsSent, header(request, 'oauth-client-attestation-pop'));
  const { claims } = await checkAttestation(attestation, client, context);
  const jwk = (claims['cnf'] as { jwk?: unknown } | null | undefined)?.jwk;
  const [instance] = steps.need(instanceHasAKey, jwkFault(jwk) === undefined ? publicKey(jwk as never) : undefined);
  const { key, jwk: known } = steps.need(instanceHasAKey, instance);
  const jkt = thumbprint(known);

  const parsed = steps.need(proofIsJwt, typed(proof, 'oauth-client-attestation-pop+jwt'));
  steps.hold(proofVerifies, await verifiesWith(proof, key, asymmetricSigningAlgs));
  await checkProof(parsed.claims, jkt, client, context);
  return jkt;
}

async function checkAttestation(token: string, client: RegisteredClient, context: Context): Promise<ParsedJwt> {
  const { steps, clock, registry } = context;
  const attester = steps.need(attesterIsKnown, client.client_attester_issuer);
  const keys = steps.need(attesterIsKnown, client.attester_keys);
  const jwt = steps.need(attestationIsJwt, typed(token, 'oauth-client-attestation+jwt'));
  const { iss, sub, exp, iat, nbf } = jwt.claims;
  steps.hold(attestationIsOfTheAttester, iss === attester, () => ({ sent: inText(iss), registered: attester }));
  steps.hold(attestationIsOfTheClient, sub === client.client_id, () => ({
    sent: inText(sub),
    registered: client.client_id,
  }));
  const now = clock.now();
  const { clock_skew } = (await registry.server()).settings;
  const isEarly = [iat, nbf].some((date) => date !== undefined && !(isNumericDate(date) && date <= now + clock_skew));
  steps.hold(attestationIsCurrent, isNumericDate(exp) && exp > now - clock_skew && !isEarly, () => ({
    sent: inText(exp),
    registered: `after ${now}`,
  }));
  const alg = steps.need(
    attestationAlgFits,
    asymmetricSigningAlgs.find((one) => one === jwt.header['alg']),
  );
  const rules = { keyIsRegistered: attesterKeyIsKnown, signatureVerifies: attestationVerifies };
  await checkClientSignature(token, jwt, alg, keys, rules, context);
  return jwt;
}

async function checkProof(
  { iss, aud, iat, jti }: ParsedJwt['claims'],
  jkt: string,
  { client_id }: RegisteredClient,
  { steps, clock, registry, addresses, artifacts }: Context,
): Promise<void> {
  const isForUs = [aud].flat().includes(addresses.issuer) && (iss === undefined || iss === client_id);
  steps.hold(proofIsForUs, isForUs, () => ({ sent: inText(aud), registered: addresses.issuer }));
  const now = clock.now();
  const { clock_skew } = (await registry.server()).settings;
  const isRecent = isNumericDate(iat) && iat >= now - proofLifetime && iat <= now + clock_skew;
  steps.hold(proofIsRecent, isRecent, () => ({
    sent: inText(iat),
    registered: `from ${now - proofLifetime} to ${now}`,
  }));
  const id = typeof jti === 'string' && jti.length > 0 && jti.length <= maxJti ? jti : undefined;
  const key = digestOf(`${jkt} ${steps.need(proofIsUsedOnce, id)}`);
  const first = await artifacts.putOnce('attestation_proof', key, true, now + proofLifetime + 2 * clock_skew);
  steps.hold(proofIsUsedOnce, first);
}

/** A JWT that says that it is of a type, unverified. */
function typed(token: string, typ: string): ParsedJwt | undefined {
  const jwt = parseJwt(token);
  return jwt?.header['typ'] === typ ? jwt : undefined;
}
