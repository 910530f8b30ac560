import { rfc } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { dpopSigningAlgs, readProvenKey } from '../dpop/proof.js';
import { type OAuthError } from '../errors.js';
import { type Parameters, header } from '../http.js';
import { type ProtocolRule } from '../steps.js';
import { showsCertificate } from '../tokens/confirmation.js';
import { type AccessTokenClaims } from '../tokens/access-token.js';

export const tokenIsSent: ProtocolRule = {
  id: 'access-token-is-sent',
  spec: rfc(6750, '2.1'),
  error: 'invalid_token',
  description: 'send the access token in the Authorization header',
  sentence: 'The request carries no access token in the Authorization header.',
};

const tokenIsSentOnce: ProtocolRule = {
  id: 'access-token-is-sent-in-one-way',
  spec: rfc(6750, '2'),
  error: 'invalid_request',
  description: 'send the access token in one way only',
  sentence: 'The request carries an access token in its form beside an Authorization header.',
};

export const tokenIsActive: ProtocolRule = {
  id: 'access-token-is-active',
  spec: rfc(6750, '3.1'),
  error: 'invalid_token',
  description: 'the access token is unknown, expired or revoked',
  sentence: 'The access token was not issued here, has expired, or was revoked.',
};

const certificateIsShown: ProtocolRule = {
  id: 'access-token-is-used-with-its-certificate',
  spec: rfc(8705, '3'),
  error: 'invalid_token',
  description: 'the access token is bound to a certificate that was not shown',
  sentence: 'The access token is bound to a certificate, and the request came with another or with none.',
};

const schemeFits: ProtocolRule = {
  id: 'access-token-is-sent-by-its-scheme',
  spec: rfc(9449, '7.2'),
  error: 'invalid_token',
  description: 'send an access token that is bound to a key with DPoP, and any other with Bearer',
  sentence: 'The access token is bound to a key and was not sent with the scheme DPoP, or it was and is bound to none.',
};

const keyIsProved: ProtocolRule = {
  id: 'access-token-is-used-with-its-key',
  spec: rfc(9449, '7.1'),
  error: 'invalid_token',
  description: 'the access token is bound to another key',
  sentence: 'The DPoP proof is of another key than the one that the access token is bound to.',
};

/**
 * The access token of a request to a protected resource, RFC 6750 §2.1 and §2.2, RFC 9449 §7.1; never from the query.
 * @throws OAuthError
 */
export async function authorizedBy(form: Parameters | undefined, context: Context): Promise<AccessTokenClaims> {
  const { request, steps, accessTokens, registry } = context;
  const inForm = form?.get('access_token');
  steps.hold(tokenIsSentOnce, inForm === undefined || request.headers['authorization'] === undefined);
  const sent = /^(?:bearer|dpop) +([A-Za-z0-9\-._~+/]+=*)$/i.exec(header(request, 'authorization') ?? '');
  const token = steps.need(tokenIsSent, sent?.[1] ?? inForm);
  const claims = steps.need(tokenIsActive, await accessTokens.verify(token));
  steps.client_id = claims.client_id;
  const { cnf } = claims;
  const withProof = isSentWithDpop(context);
  steps.hold(schemeFits, withProof === (cnf?.jkt !== undefined), () => ({
    sent: withProof ? 'DPoP' : 'Bearer',
    registered: withProof ? 'Bearer' : 'DPoP',
  }));
  if (withProof) {
    const jkt = await readProvenKey(context, token, await registry.client(claims.client_id));
    steps.hold(keyIsProved, jkt === cnf?.jkt, { sent: jkt, registered: cnf?.jkt ?? 'no key' });
  }
  steps.hold(certificateIsShown, showsCertificate(context, cnf), { registered: `SHA-256 ${cnf?.['x5t#S256']}` });
  return claims;
}

/** What a protected resource answers to who was refused: RFC 6750 §3, RFC 9449 §7.1. */
export function resourceChallenge({ rule, code, description }: OAuthError, context: Context): string {
  const realm = `realm="${context.addresses.issuer}"`;
  const algs = `algs="${dpopSigningAlgs.join(' ')}"`;
  // RFC 6750 §3.1: no error is told to whoever did not know that a token is needed.
  if (rule === tokenIsSent) return `Bearer ${realm}, DPoP ${algs}`;
  const fault = `${realm}, error="${code}", error_description="${description}"`;
  return rule === schemeFits || isSentWithDpop(context) ? `DPoP ${fault}, ${algs}` : `Bearer ${fault}`;
}

function isSentWithDpop({ request }: Context): boolean {
  return /^dpop /i.test(header(request, 'authorization') ?? '');
}
