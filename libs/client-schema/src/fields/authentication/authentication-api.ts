import { intersects, is } from '../../conditions.js';
import { Group } from '../../field.js';
import { Flag } from '../../kinds.js';
import { firstPartyApps, ours } from '../../specs.js';

const usesTheApi = is('allow_redirectless_authentication', true);

@Group({
  name: 'authentication_api',
  title: 'Sign-in API',
  intro: 'The application asks its users for their credentials itself, and no browser shows pages of this server.',
  spec: firstPartyApps('5'),
})
export class AuthenticationApiFields {
  /** Opens the authorization challenge endpoint and the response mode `redirectless`. There is no consent page there. */
  @Flag({
    label: 'Allow the sign-in API',
    help: 'Your own application asks for username and password itself. There is no consent, and only listed scopes.',
    spec: ours('redirectless'),
    default: false,
    visibleWhen: intersects('grant_types', 'authorization_code', 'implicit'),
  })
  allow_redirectless_authentication: boolean;

  /** What a sign-in has come to is named by `auth_session` alone; otherwise a cookie has to come with it. */
  @Flag({
    label: 'Sign in without cookies',
    help: 'For applications that keep no cookies. Nobody is signed in afterwards anywhere but in this application.',
    spec: ours('redirectless'),
    default: false,
    visibleWhen: usesTheApi,
  })
  allow_cookieless_authentication_api: boolean;

  /** Client authentication is enough. Otherwise every request needs an attestation of the instance of the application. */
  @Flag({
    label: 'Allow the sign-in API without attestation',
    help: 'Client authentication alone opens the sign-in API. Off: the attester must vouch for each installed application.',
    spec: ours('redirectless'),
    default: false,
    visibleWhen: usesTheApi,
  })
  redirectless_allow_without_attestation: boolean;

  /** DPoP proofs at the sign-in API need no nonce of this server, whatever its `dpop_nonce_required` says. */
  @Flag({
    label: 'DPoP proofs without a nonce',
    help: 'Only for old applications that send no nonce of this server in their DPoP proofs at the sign-in API.',
    spec: ours('redirectless'),
    default: false,
    visibleWhen: usesTheApi,
  })
  redirectless_use_legacy_dpop: boolean;
}
