import { jarmSpec } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type ProtocolRule } from '../steps.js';
import { encryptedTo } from '../tokens/encrypted.js';
import { responseSigner } from '../tokens/response-signer.js';
import { signed } from '../tokens/signed.js';
import { clientNamed } from '../wallets.js';

const answerCanBeSecured: ProtocolRule = {
  id: 'authorization-answer-can-be-secured',
  spec: jarmSpec('2.2'),
  error: 'temporarily_unavailable',
  description: 'the server cannot secure its answer right now',
  sentence:
    'No active key of the server, and no secret of the client, fits the client’s authorization_signed_response_alg, or no key of the client its authorization_encrypted_response_alg.',
};

/**
 * An authorization response as one JWT, JARM §2.1: signed, and then encrypted for a client that wants that, §2.2.
 * @throws OAuthError where there is no key for it: the answer must not go in clear then
 */
export async function securedAnswer(
  parameters: Readonly<Record<string, string>>,
  client_id: string,
  context: Context,
): Promise<string> {
  const { steps, clock, registry } = context;
  const client = steps.need(answerCanBeSecured, await clientNamed(client_id, context));
  const { authorization_signed_response_alg: signing_alg, authorization_encrypted_response_alg: alg } = client;
  const signer = await responseSigner(signing_alg, client, client.signing_pair, context);
  const key = steps.need(answerCanBeSecured, signer, { registered: signing_alg });
  const { settings } = await registry.server();
  // Of no type, so that none passes for an ID token.
  const jwt = await signed(steps, answerCanBeSecured, key, signing_alg, undefined, {
    ...parameters,
    aud: client_id,
    exp: clock.now() + settings.jarm_response_ttl,
  });
  if (alg === undefined) return jwt;
  const enc = client.authorization_encrypted_response_enc;
  return encryptedTo(client, { alg, enc }, jwt, answerCanBeSecured, context);
}
