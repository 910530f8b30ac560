import { type KeyObject, createPublicKey } from 'node:crypto';
import { type PublicJwk, asymmetricSigningAlgs, rfc } from '@clientele/client-schema';
import { jwkFault } from '@clientele/client-schema/jwk-set';
import { algsOfKind } from '@clientele/client-schema/signing-keys';
import { type Context } from '../context.js';
import { type ProtocolResponse } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { digestOf } from '../secrets.js';
import { thumbprint } from '../signers/generated-key.js';
import { type Facts, type ProtocolRule, rulesOf } from '../steps.js';
import { type ParsedJwt, isNumericDate, parseJwt, verifiesWith } from '../tokens/jwt.js';

/** Algorithms of DPoP proofs: everything that one can verify who knows the public half alone. */
export const dpopSigningAlgs: readonly string[] = asymmetricSigningAlgs;

const maxJti = 512;
const maxHtu = 2048;

const invalidProof = (id: string, description: string, sentence: string, section = '4.3'): ProtocolRule =>
  rulesOf('invalid_dpop_proof')(id, rfc(9449, section), description, sentence);

export const proofIsSent = invalidProof(
  'dpop-proof-is-sent',
  'a DPoP proof is required',
  'The tokens of the client are bound to a key (dpop_bound_access_tokens), and the request came without a DPoP proof.',
  '5',
);
const proofIsJwt = invalidProof(
  'dpop-proof-is-a-jwt',
  'send one DPoP header with one signed JWT',
  'There is more than one DPoP header, or what it holds is no signed JWT in compact form.',
);
const typFits = invalidProof(
  'dpop-proof-typ-fits',
  'the typ of a DPoP proof is dpop+jwt',
  'The typ of the JWT does not say that it is a DPoP proof.',
);
const algFits = invalidProof(
  'dpop-proof-alg-fits',
  'the DPoP proof is signed with an algorithm that is not supported',
  'The DPoP proof is signed with an algorithm that is unknown, that no public key verifies, or that its jwk does not have.',
);
const keyIsPublic = invalidProof(
  'dpop-proof-key-is-public',
  'the jwk of the DPoP proof is no public key that can be used',
  'The header of the DPoP proof has no jwk, or one that is private, weak or malformed.',
);
const signatureVerifies = invalidProof(
  'dpop-proof-signature-verifies',
  'the signature of the DPoP proof does not verify',
  'The DPoP proof was not signed with the private half of its jwk.',
);
const hasJti = invalidProof(
  'dpop-proof-has-a-jti',
  'the DPoP proof has no jti',
  `The jti of the DPoP proof is missing, or no text of at most ${maxJti} characters.`,
);
const methodFits = invalidProof(
  'dpop-proof-is-for-the-method',
  'the DPoP proof is for another method',
  'The htm of the DPoP proof is not the method of the request.',
);
const addressFits = invalidProof(
  'dpop-proof-is-for-the-address',
  'the DPoP proof is for another address',
  'The htu of the DPoP proof is not the address of the endpoint, as the server publishes it.',
);
const isRecent = invalidProof(
  'dpop-proof-is-recent',
  'the DPoP proof is too old, or from the future',
  'The iat of the DPoP proof is missing, further back than dpop_proof_ttl, or ahead by more than clock_skew.',
);
const isForToken = invalidProof(
  'dpop-proof-is-for-the-token',
  'the DPoP proof is for another access token',
  'The ath of the DPoP proof is not the digest of the access token that came with it.',
);
const isUsedOnce = invalidProof(
  'dpop-proof-is-used-once',
  'the DPoP proof was used before',
  'A DPoP proof of this key with this jti was accepted before.',
  '11.1',
);
const hasNonce: ProtocolRule = {
  id: 'dpop-proof-has-a-nonce-of-ours',
  spec: rfc(9449, '8'),
  error: 'use_dpop_nonce',
  description: 'use the nonce of the DPoP-Nonce header in the DPoP proof',
  sentence: 'The DPoP proof has no nonce of this server, or one that is over. Applications get one with this answer.',
};

/**
 * The context of a request for tokens that goes on as one who has shown to hold a key, where the request has a DPoP proof.
 * @throws OAuthError invalid_dpop_proof, use_dpop_nonce; where the client must have a proof, also without one
 */
export async function withProvenKey(client: RegisteredClient, context: Context): Promise<Context> {
  if (!hasProof(context)) {
    context.steps.hold(proofIsSent, !client.dpop_bound_access_tokens || context.provenKey !== undefined);
    return context;
  }
  const provenKey = await readProvenKey(context, undefined, client);
  return Object.assign(Object.create(context) as Context, { provenKey });
}

/**
 * Asks for a nonce before anything counts as used that works once, as the assertion of a client: many send the very same
 * request again, with another proof.
 * @throws OAuthError use_dpop_nonce
 */
export async function askForNonce({ request, steps, registry, dpopNonces }: Context): Promise<void> {
  const { settings } = await registry.server();
  const sent = request.headers['dpop'];
  const proof = settings.dpop_nonce_required && typeof sent === 'string' ? parseJwt(sent) : undefined;
  // What is no JWT is left to whoever looks at proofs.
  if (!proof) return;
  const { nonce } = proof.claims;
  steps.hold(hasNonce, typeof nonce === 'string' && dpopNonces.accepts(nonce), () => likeText(nonce));
}

/** Whether a request has a DPoP proof, be it a good one. */
export function hasProof({ request }: Pick<Context, 'request'>): boolean {
  return request.headers['dpop'] !== undefined;
}

/**
 * The thumbprint of the key that a DPoP proof shows to be held, RFC 9449 §4.3.
 * @param access_token the token that comes with the proof, at a protected resource
 * @param client whose profile says how proofs are signed, where it is known who asks
 * @param nonces whether the proof must carry one, where that is not as the server's settings say
 * @throws OAuthError invalid_dpop_proof, use_dpop_nonce
 */
export async function readProvenKey(
  context: Context,
  access_token?: string,
  client?: Pick<RegisteredClient, 'profile'>,
  nonces: { readonly dpop_nonce_required?: boolean } = {},
): Promise<string> {
  const { request, steps, registry } = context;
  const { settings } = await registry.server();
  const sent = request.headers['dpop'];
  const value = steps.need(proofIsSent, sent);
  const proof = steps.need(proofIsJwt, typeof value === 'string' ? parseJwt(value) : undefined);
  const { jwk, key } = readKey(proof, client?.profile?.algs ?? dpopSigningAlgs, context);
  const alg = proof.header['alg'] as string;
  steps.hold(signatureVerifies, await verifiesWith(value as string, key, [alg]), { sent: alg });
  const jkt = thumbprint(jwk);
  const { jti, iat } = checkClaims(proof.claims, { ...settings, ...nonces }, context);
  if (access_token !== undefined) {
    steps.hold(isForToken, proof.claims['ath'] === digestOf(access_token), () => likeText(proof.claims['ath']));
  }
  // Last: what is refused for another reason has not been used.
  if (settings.dpop_replay_prevention) {
    const over = Math.max(iat, context.clock.now()) + settings.dpop_proof_ttl + settings.clock_skew;
    const first = await context.artifacts.putOnce('dpop_proof', digestOf(`${jkt} ${jti}`), true, over);
    steps.hold(isUsedOnce, first, { sent: jti });
  }
  return jkt;
}

function readKey(
  { header }: ParsedJwt,
  algs: readonly string[],
  { steps }: Context,
): { jwk: PublicJwk; key: KeyObject } {
  const { typ, alg, jwk } = header;
  steps.hold(typFits, typ === 'dpop+jwt', () => ({ ...likeText(typ), registered: 'dpop+jwt' }));
  steps.hold(algFits, typeof alg === 'string' && algs.includes(alg), () => ({
    ...likeText(alg),
    registered: algs,
  }));
  const fault = jwkFault(jwk);
  steps.hold(keyIsPublic, fault === undefined, { sent: `a jwk: ${fault}` });
  const { kty, crv } = jwk as PublicJwk;
  steps.hold(
    algFits,
    algsOfKind(kty, crv).some((fitting) => fitting === alg),
    () => ({
      ...likeText(alg),
      registered: algsOfKind(kty, crv),
    }),
  );
  const key = steps.need(keyIsPublic, importedKey(jwk as PublicJwk));
  return { jwk: jwk as PublicJwk, key };
}

/** A key that this platform cannot read, such as a point off its curve, is none. */
function importedKey(jwk: PublicJwk): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function checkClaims(
  { jti, htm, htu, iat, exp, nbf, nonce }: ParsedJwt['claims'],
  settings: { dpop_nonce_required: boolean; dpop_proof_ttl: number; clock_skew: number },
  { request, steps, clock, addresses, dpopNonces }: Context,
): { jti: string; iat: number } {
  const id = steps.need(
    hasJti,
    typeof jti === 'string' && jti.length > 0 && jti.length <= maxJti ? jti : undefined,
    () => likeText(typeof jti === 'string' ? `${jti.length} characters` : jti),
  );
  steps.hold(methodFits, htm === request.method, () => ({ ...likeText(htm), registered: request.method }));
  // The address as it is published, whatever the Host header says.
  const published = [addresses.issuer, addresses.mutualTls?.aliasUrl ?? addresses.issuer].map(
    (origin) => `${origin}${request.path}`,
  );
  const address = withoutQuery(htu);
  steps.hold(addressFits, address !== undefined && published.some((one) => withoutQuery(one) === address), () => ({
    ...likeText(htu),
    registered: [...new Set(published)],
    compare: 'text',
  }));
  if (settings.dpop_nonce_required) {
    steps.hold(hasNonce, typeof nonce === 'string' && dpopNonces.accepts(nonce), () => likeText(nonce));
  }
  const now = clock.now();
  const made = steps.need(
    isRecent,
    isNumericDate(iat) && iat >= now - settings.dpop_proof_ttl && iat <= now + settings.clock_skew ? iat : undefined,
    () => ({
      ...likeText(iat),
      registered: `from ${now - settings.dpop_proof_ttl} to ${now + settings.clock_skew}`,
    }),
  );
  // RFC 7519 §4.1.4 and §4.1.5, for a client that limits its proofs further.
  steps.hold(isRecent, exp === undefined || (isNumericDate(exp) && exp > now - settings.clock_skew), () =>
    likeText(exp),
  );
  steps.hold(isRecent, nbf === undefined || (isNumericDate(nbf) && nbf <= now + settings.clock_skew), () =>
    likeText(nbf),
  );
  return { jti: id, iat: made };
}

/**
 * An address as RFC 9449 §4.3 compares it: without query and fragment, scheme and host in lower case, without the port
 * that its scheme has anyway (RFC 3986 §6.2.2 and §6.2.3). Undefined: it is none of the web.
 */
function withoutQuery(address: unknown): string | undefined {
  // The parser passes over control characters and takes a backslash for a slash.
  if (typeof address !== 'string' || address.length > maxHtu || !/^https?:\/\/[^\\\s]+$/i.test(address))
    return undefined;
  const url = URL.parse(address);
  if (!url) return undefined;
  url.search = '';
  url.hash = '';
  return url.href;
}

/** Gives whoever sent a proof the nonce of the next one, where proofs must have one, RFC 9449 §8.2. */
export async function withNonce(
  { registry, dpopNonces, steps }: Context,
  response: ProtocolResponse,
): Promise<ProtocolResponse> {
  const { settings } = await registry.server();
  if (!settings.dpop_nonce_required && !steps.givesNonce) return response;
  return { ...response, headers: { ...response.headers, 'dpop-nonce': dpopNonces.current() } };
}

/** A claim for the receipt. */
function likeText(claim: unknown): Pick<Facts, 'sent'> {
  return { sent: typeof claim === 'string' ? claim : (JSON.stringify(claim) ?? 'missing') };
}
