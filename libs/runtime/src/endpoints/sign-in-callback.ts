import { oidcCore } from '@clientele/client-schema';
import { returnFromProvider } from '../authorization/sign-in.js';
import { type Endpoint } from './endpoint.js';
import { parseQuery } from './form.js';

/** Where other OpenID Providers send users back to, OpenID Connect Core §3.1.2.5. */
export const signInCallback: Endpoint = {
  path: '/sign-in/callback',
  spec: oidcCore('3.1.2.5'),
  methods: ['GET'],
  answers: 'page',
  cors: 'none',

  handle: (context) => returnFromProvider(parseQuery(context).values, context),
};
