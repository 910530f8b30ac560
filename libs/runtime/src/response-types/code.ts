import { rfc } from '@clientele/client-schema';
import { type AuthorizationCode } from '../grants/authorization-code.js';
import { digestOf, randomToken } from '../secrets.js';
import { type ResponsePart, allowedBy } from './response-part.js';

/** A code for the token endpoint, RFC 6749 §4.1.2. */
export const code: ResponsePart = {
  part: 'code',
  spec: rfc(6749, '4.1.2'),

  async answer(decided, { grant }, { artifacts, clock }) {
    const { client, request } = decided;
    const { redirect_uri, code_challenge, code_challenge_method, dpop_jkt } = request;
    const value = randomToken();
    const meaning: AuthorizationCode = {
      client: client.id,
      client_id: client.client_id,
      ...(client.did !== undefined && { did: client.did }),
      redirect_uri,
      ...allowedBy(decided),
      ...(grant && { in_front: grant }),
      ...(dpop_jkt !== undefined && { dpop_jkt }),
      ...(code_challenge !== undefined && { code_challenge, code_challenge_method: code_challenge_method! }),
    };
    await artifacts.put('code', digestOf(value), meaning, clock.now() + client.authorization_code_ttl);
    return { parameters: { code: value } };
  },
};
