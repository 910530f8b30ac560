import { Group } from '../../field.js';
import { HttpsUrl, Logo, SentToUrl, WebUrl } from '../../kinds.js';
import { oidcRegistration, ours, rfc } from '../../specs.js';

@Group({
  name: 'presentation',
  title: 'Presentation',
  intro: 'What users see of this application when they sign in or are asked for consent.',
  spec: rfc(7591, '2'),
})
export class PresentationFields {
  /** Logo on the sign-in and consent pages. The server never fetches it. */
  @Logo({
    label: 'Logo',
    help: 'Picture shown to users, by address or as a data: URL. 72 × 72 pixels works best.',
    spec: rfc(7591, '2'),
    example: 'https://app.example.com/logo.png',
  })
  logo_uri?: string;

  /** Home page of the application, linked from the sign-in and consent pages. */
  @WebUrl({
    label: 'Home page',
    help: 'Home page of the application, linked from the sign-in and consent pages.',
    spec: rfc(7591, '2'),
    example: 'https://app.example.com',
  })
  client_uri?: string;

  /** Privacy policy, linked from the sign-in and consent pages. */
  @WebUrl({
    label: 'Privacy policy',
    help: 'Privacy policy of the application, linked from the sign-in and consent pages.',
    spec: rfc(7591, '2'),
    example: 'https://app.example.com/privacy',
  })
  policy_uri?: string;

  /** Terms of service, linked from the sign-in and consent pages. */
  @WebUrl({
    label: 'Terms of service',
    help: 'Terms of service of the application, linked from the sign-in and consent pages.',
    spec: rfc(7591, '2'),
    example: 'https://app.example.com/terms',
  })
  tos_uri?: string;

  /** Where the application starts to sign users in: they are sent there from a sign-in that cannot go on. */
  @SentToUrl({
    label: 'Application URL',
    help: 'Users whose sign-in has expired, or who bookmarked its page, are sent here to start again, instead of reading of an error.',
    spec: ours('sign-in'),
    example: 'https://app.example.com/start',
  })
  application_url?: string;

  /** Starts a sign-in that the user began elsewhere, OpenID Connect Core §4. The client is listed on `/applications`. */
  @HttpsUrl({
    label: 'Login initiation URI',
    help: 'Starts sign-in from outside. Signed-in users find the application on the page /applications of the issuer.',
    spec: oidcRegistration('2'),
    example: 'https://app.example.com/login',
  })
  initiate_login_uri?: string;
}
