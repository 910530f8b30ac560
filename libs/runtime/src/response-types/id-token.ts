import { oidcCore } from '@clientele/client-schema';
import { idTokenClaims } from '../grants/issue-tokens.js';
import { issueIdToken } from '../tokens/id-token.js';
import { type ResponsePart, allowedBy } from './response-part.js';

/** An ID token that vouches for what comes with it, OpenID Connect Core §3.2.2.10 and §3.3.2.11. */
export const idToken: ResponsePart = {
  part: 'id_token',
  spec: oidcCore('3.3.2.11'),

  async answer(decided, { parameters: { code, access_token } }, context) {
    const { client, request } = decided;
    const allowed = allowedBy(decided);
    const { response_type, state } = request;
    const claims = await idTokenClaims({ client, ...allowed }, context, response_type === 'id_token');
    const order = {
      client,
      ...allowed,
      claims,
      ...(code !== undefined && { code }),
      ...(access_token !== undefined && { access_token }),
      ...(state !== undefined && { state }),
    };
    return { parameters: { id_token: await issueIdToken(order, context) } };
  },
};
