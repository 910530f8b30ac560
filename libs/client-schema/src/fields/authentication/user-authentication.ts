import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Flag, LongText, Reference, References, Seconds, Text, Words } from '../../kinds.js';
import { oidcCore, oidcRegistration, ours } from '../../specs.js';

/** Where users meet the pages of the server. */
@Group({
  name: 'user_authentication',
  title: 'User authentication',
  intro: 'How users sign in for this application, and how recently they must have.',
  spec: oidcCore('3.1.2.3'),
})
export class UserAuthenticationFields {
  /** A record of `identity_providers`: what the users of this client may sign in with. */
  @Reference({
    label: 'Identity provider',
    help: 'How users of this application sign in.',
    spec: ours('sign-in'),
    resource: 'identity_providers',
    inherits: 'local',
    visibleWhen: hasUsers,
    example: 'staff',
  })
  identity_provider_id?: string | null;

  /** Some of the identity provider's authenticators; empty: all of them. */
  @References({
    label: 'Allowed authenticators',
    help: 'Limits sign-in to some of the identity provider’s authenticators. Empty: all of them.',
    spec: ours('sign-in'),
    resource: 'authenticators',
    maxItems: 20,
    default: [],
    visibleWhen: hasUsers,
    example: ['password'],
  })
  allowed_authenticators: string[];

  /** Records of `authenticator_filters`: authenticators that are for requests from some networks alone. */
  @References({
    label: 'Authenticator filters',
    help: 'Hide authenticators from requests that come from elsewhere. Nothing left: access_denied.',
    spec: ours('sign-in'),
    resource: 'authenticator_filters',
    maxItems: 20,
    default: [],
    visibleWhen: hasUsers,
    example: ['office-only'],
  })
  authenticator_filters: string[];

  /** The acr_values of a request that has none, in order of preference: voluntary, as far as they can be reached. */
  @Words({
    label: 'Default acr values',
    help: 'Classes of sign-ins that are preferred when the request names none.',
    spec: oidcRegistration('2'),
    maxItems: 20,
    maxLength: 255,
    default: [],
    visibleWhen: hasUsers,
    example: ['urn:example:loa:2'],
  })
  default_acr_values: string[];

  /** Every request is treated as if it said prompt=login; with prompt=none the answer is login_required. */
  @Flag({
    label: 'Always ask to sign in',
    help: 'Ask users to sign in at every request, whatever session they have.',
    spec: oidcCore('3.1.2.1'),
    default: false,
    visibleWhen: hasUsers,
  })
  force_authentication: boolean;

  /** The max_age of a request that has none, in seconds; 0 acts like `force_authentication`. Absent: no limit. */
  @Seconds({
    label: 'Maximum age of a sign-in',
    help: 'Ask to sign in again when the last sign-in is older than this. A request’s own max_age takes its place.',
    spec: oidcRegistration('2'),
    min: 0,
    max: 31_536_000,
    visibleWhen: hasUsers,
    example: 3600,
  })
  default_max_age?: number;

  /** ID tokens always tell `auth_time`; otherwise only where a maximum age was asked for. */
  @Flag({
    label: 'Tell the time of the sign-in',
    help: 'Put auth_time into every ID token, not only where a maximum age was asked for.',
    spec: oidcRegistration('2'),
    default: false,
    visibleWhen: hasUsers,
  })
  require_auth_time: boolean;

  /** Claims that an account must have; a user without one of them is answered access_denied. */
  @Words({
    label: 'Required claims',
    help: 'Claims that a user must have. The sign-in of anybody else ends with access_denied.',
    spec: ours('sign-in'),
    maxItems: 50,
    maxLength: 128,
    default: [],
    visibleWhen: hasUsers,
    example: ['email'],
  })
  required_authentication_claims: string[];

  /** The language of the pages for a request whose ui_locales name none that the server speaks. */
  @Text({
    label: 'Language of the pages',
    help: 'Language of the sign-in pages when the request names none that the server speaks: a tag such as “de” or “en-GB”.',
    spec: oidcCore('3.1.2.1'),
    max: 35,
    pattern: /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/,
    patternHelp: 'be a language tag, RFC 5646',
    inherits: 'en',
    visibleWhen: hasUsers,
    example: 'de',
  })
  default_ui_locale?: string | null;

  /** A record of `template_areas`: colours, logo and footer of the pages. */
  @Reference({
    label: 'Template area',
    help: 'How the pages look for the users of this application.',
    spec: ours('sign-in'),
    resource: 'template_areas',
    visibleWhen: hasUsers,
    example: 'partners',
  })
  template_area?: string;

  /** Shown on the sign-in page, below the name of the client. */
  @LongText({
    label: 'Message on the sign-in page',
    help: 'Shown to users while they sign in for this application.',
    spec: ours('sign-in'),
    max: 512,
    visibleWhen: hasUsers,
    example: 'Use the account of your staff card.',
  })
  authentication_context_info?: string;
}
