import { is, isPresent } from '../../conditions.js';
import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Choice, Flag, HttpsUrl, RedirectUris, Reference, SentToUrl, SentToUrls } from '../../kinds.js';
import { backChannelLogout, frontChannelLogout, ours, rpInitiatedLogout } from '../../specs.js';
import { type LogoutMode, logoutModes } from '../../vocabulary.js';

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

  /** How the client is told; it has the addresses of this mode and of no other. */
  @Choice({
    label: 'How the application learns of a sign-out',
    help: 'Through the browser, by a call of this server, or not at all.',
    spec: ours('logout'),
    values: logoutModes,
    default: 'none',
    visibleWhen: hasUsers,
  })
  logout_mode: LogoutMode;

  /** Loaded in a frame when the session ends; at the origin of a redirect URI. */
  @SentToUrl({
    label: 'Front-channel logout URI',
    help: 'A page of the application that the browser loads, unseen, when the user signs out.',
    spec: frontChannelLogout('2'),
    visibleWhen: is('logout_mode', 'oidc_front_channel'),
    example: 'https://app.example.com/frontchannel-logout',
  })
  frontchannel_logout_uri?: string;

  /** `iss` and `sid` are added to the front-channel logout URI, and `sid` is in ID tokens. */
  @Flag({
    label: 'Front-channel: send the session',
    help: 'Send issuer and session id along, and put the session id into ID tokens.',
    spec: frontChannelLogout('2'),
    default: false,
    visibleWhen: isPresent('frontchannel_logout_uri'),
  })
  frontchannel_logout_session_required: boolean;

  /** A logout token is posted here when the session ends, again and again until the client has taken it. */
  @HttpsUrl({
    label: 'Back-channel logout URI',
    help: 'This server posts a signed logout token here when the user’s session ends.',
    spec: backChannelLogout('2.2'),
    visibleWhen: is('logout_mode', 'oidc_back_channel'),
    example: 'https://app.example.com/backchannel-logout',
  })
  backchannel_logout_uri?: string;

  /** `sid` is in logout tokens and in ID tokens. */
  @Flag({
    label: 'Back-channel: send the session',
    help: 'Put the session id into logout tokens and ID tokens. Otherwise the user is logged out of every session.',
    spec: backChannelLogout('2.2'),
    default: false,
    visibleWhen: isPresent('backchannel_logout_uri'),
  })
  backchannel_logout_session_required: boolean;

  /** A record of `http_clients`: how logout tokens are posted. Absent: as every other request. */
  @Reference({
    label: 'HTTP client of the back channel',
    help: 'How the logout token is sent: patience, certificate authorities. Empty: as every other request.',
    spec: ours('logout'),
    resource: 'http_clients',
    visibleWhen: isPresent('backchannel_logout_uri'),
    example: 'partners',
  })
  backchannel_logout_http_client_id?: string;

  /** The browser also calls `/pa/oidc/logout.png` on the origin of each redirect URI. */
  @Flag({
    label: 'PingAccess',
    help: 'Have the browser call the sign-out address of PingAccess at the origin of each redirect URI.',
    spec: ours('logout'),
    default: false,
    visibleWhen: is('logout_mode', 'ping_front_channel'),
  })
  ping_access_logout_capable: boolean;

  /** Loaded as pictures when the session ends. */
  @SentToUrls({
    label: 'Logout URIs',
    help: 'Addresses that the browser loads when the user signs out. Each must answer with a picture.',
    spec: ours('logout'),
    maxItems: 50,
    default: [],
    visibleWhen: is('logout_mode', 'ping_front_channel'),
    example: ['https://app.example.com/logout.png'],
  })
  logout_uris: string[];
}
