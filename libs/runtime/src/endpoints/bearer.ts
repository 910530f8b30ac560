import { rfc } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type Parameters, header } from '../http.js';
import { type ProtocolRule } from '../steps.js';
import { isMadeWith } from '../tokens/confirmation.js';
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

const tokenIsActive: ProtocolRule = {
  id: 'access-token-is-active',
  spec: rfc(6750, '3.1'),
  error: 'invalid_token',
  description: 'the access token is unknown, expired or revoked',
  sentence: 'The access token was not issued here, has expired, or was revoked.',
};

const tokenIsConfirmed: ProtocolRule = {
  id: 'access-token-is-used-with-its-certificate',
  spec: rfc(8705, '3'),
  error: 'invalid_token',
  description: 'the access token is bound to a certificate that was not shown',
  sentence: 'The access token is bound to a certificate, and the request came with another or with none.',
};

/** The access token of a request to a protected resource, RFC 6750 §2.1 and §2.2; never from the query. */
export async function authorizedBy(form: Parameters | undefined, context: Context): Promise<AccessTokenClaims> {
  const { request, steps, accessTokens } = context;
  const inForm = form?.get('access_token');
  steps.hold(tokenIsSentOnce, inForm === undefined || request.headers['authorization'] === undefined);
  const inHeader = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(header(request, 'authorization') ?? '')?.[1];
  const token = steps.need(tokenIsSent, inHeader ?? inForm);
  const claims = steps.need(tokenIsActive, await accessTokens.verify(token));
  steps.client_id = claims.client_id;
  const { cnf } = claims;
  steps.hold(tokenIsConfirmed, cnf === undefined || isMadeWith(request, cnf['x5t#S256']), {
    registered: `SHA-256 ${cnf?.['x5t#S256']}`,
  });
  return claims;
}
