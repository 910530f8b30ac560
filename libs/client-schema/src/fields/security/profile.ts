import { Group } from '../../field.js';
import { Choice, Flag } from '../../kinds.js';
import { oidcCore, ours } from '../../specs.js';
import { type FapiProfile, fapiProfiles } from '../../vocabulary.js';

@Group({
  name: 'profile',
  title: 'Security profile',
  intro:
    'Holds the application to a profile as a whole: every setting and every request that departs from it is refused.',
  spec: ours('fapi'),
})
export class ProfileFields {
  /**
   * The profile of FAPI to which the client and its requests are held. Choosing one sets what the profile leaves no
   * choice in; of everything else the rules say what is missing.
   */
  @Choice({
    label: 'FAPI profile',
    help: 'Hold this application to a profile for financial-grade APIs, in its settings and in each of its requests.',
    spec: ours('fapi'),
    values: fapiProfiles,
    default: 'none',
  })
  fapi_profile: FapiProfile;

  /**
   * ID tokens tell of the user only what the request names claim by claim, wherever an access token comes with them or
   * after them: what the scopes stand for is told by the userinfo endpoint, OpenID Connect Core §5.4.
   */
  @Flag({
    label: 'Keep ID tokens small',
    help: 'Claims of scopes come from the userinfo endpoint alone, and not in ID tokens, wherever there is an access token.',
    spec: oidcCore('5.4'),
    default: false,
  })
  oidc_conformant: boolean;
}
