import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Flag, RedirectUris } from '../../kinds.js';
import { rpInitiatedLogout } from '../../specs.js';

@Group({
  name: 'logout',
  title: 'Logout',
  intro: 'Where users go after signing out, and how this application learns that a session has ended.',
  spec: rpInitiatedLogout('2'),
})
export class LogoutFields {
  /** Addresses to which a logout request may have users sent afterwards; compared exactly, whatever the policy. */
  @RedirectUris({
    label: 'Post-logout redirect URIs',
    help: 'Where users may be sent after signing out. Compared exactly, character by character.',
    spec: rpInitiatedLogout('3.1'),
    maxItems: 50,
    default: [],
    visibleWhen: hasUsers,
    example: ['https://app.example.com/signed-out'],
  })
  post_logout_redirect_uris: string[];

  /** A logout request with an ID token of the browser's own session is carried out at once. */
  @Flag({
    label: 'Sign out without asking',
    help: 'Do not ask users to confirm a sign-out that comes with an ID token of their session.',
    spec: rpInitiatedLogout('2'),
    default: false,
    visibleWhen: hasUsers,
  })
  skip_logout_consent: boolean;
}
