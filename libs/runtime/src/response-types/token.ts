import { partsOf, rfc } from '@clientele/client-schema';
import { beginGrantInFront } from '../grants/begin-grant.js';
import { type ResponsePart, allowedBy } from './response-part.js';

/** An access token without a refresh token, RFC 6749 §4.2.2. */
export const token: ResponsePart = {
  part: 'token',
  spec: rfc(6749, '4.2.2'),

  async answer(decided, _, context) {
    const { scope, authorization_details } = decided.permitted;
    const goesOn = partsOf(decided.request.response_type).includes('code');
    const { issued, grant } = await beginGrantInFront(allowedBy(decided), goesOn, decided.client, context);
    const parameters = {
      access_token: issued.token,
      token_type: 'Bearer',
      expires_in: String(issued.expires_in),
      ...(scope.length > 0 && { scope: scope.join(' ') }),
      ...(authorization_details.length > 0 && { authorization_details: JSON.stringify(authorization_details) }),
    };
    return { parameters, grant };
  },
};
