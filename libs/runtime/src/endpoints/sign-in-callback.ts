import { rfc } from '@clientele/client-schema';
import { callbackPath } from '../authenticators/openid-providers.js';
import { returnFromProvider } from '../authorization/sign-in.js';
import { type Endpoint } from './endpoint.js';
import { parseQuery } from './form.js';

/** Where other OpenID Providers send users back to: an address for each, RFC 9700 §4.4.2.2. */
export const signInCallback: Endpoint = {
  path: callbackPath,
  prefix: true,
  spec: rfc(9700, '4.4.2.2'),
  methods: ['GET'],
  answers: 'page',
  cors: 'none',

  handle: (context) =>
    returnFromProvider(context.request.path.slice(callbackPath.length), parseQuery(context).values, context),
};
