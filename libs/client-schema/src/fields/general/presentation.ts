import { Group } from '../../field.js';
import { Logo, WebUrl } from '../../kinds.js';
import { rfc } from '../../specs.js';

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
}
