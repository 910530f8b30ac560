import { applications } from './applications.js';
import { areaAssets, assets } from './assets.js';
import { authorize } from './authorize.js';
import { authorizeChallenge } from './authorize-challenge.js';
import { didDocument } from './did-document.js';
import { discovery } from './discovery.js';
import { type Endpoint } from './endpoint.js';
import { interaction } from './interaction.js';
import { introspect } from './introspect.js';
import { jwks } from './jwks.js';
import { par } from './par.js';
import { logout } from './logout.js';
import { register, registration } from './register.js';
import { revoke } from './revoke.js';
import { signInCallback } from './sign-in-callback.js';
import { token } from './token.js';
import { userinfo } from './userinfo.js';

/** Every address of the issuer; a new one is one file and one line. Discovery reads this list. */
export const endpoints: readonly Endpoint[] = [
  ...discovery(() => endpoints),
  jwks,
  didDocument,
  authorize,
  authorizeChallenge,
  par,
  interaction,
  signInCallback,
  applications,
  logout,
  token,
  userinfo,
  introspect,
  revoke,
  register,
  registration,
  assets,
  areaAssets,
];
