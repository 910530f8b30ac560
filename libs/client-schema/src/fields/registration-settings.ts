import { Group } from '../field.js';
import { Flag, Reference, References, Seconds, Text, WholeNumber } from '../kinds.js';
import { ours, rfc } from '../specs.js';

/** Who may register clients at the issuer, and what these get: RFC 7591, RFC 7592. */
@Group({
  name: 'registration',
  title: 'Dynamic client registration',
  intro: 'Who may register applications without an administrator, and what these get.',
  spec: rfc(7591, '3'),
})
export class RegistrationSettings {
  /** Whether there is a registration endpoint at all. */
  @Flag({
    label: 'Dynamic registration',
    help: 'Let applications register themselves at /register of the issuer.',
    spec: rfc(7591, '3'),
    default: false,
  })
  registration_enabled: boolean;

  /** False: anybody may register, and what they register was looked at by nobody. */
  @Flag({
    label: 'Require an initial access token',
    help: 'Only who has an initial access token may register. Off: anybody may.',
    spec: rfc(7591, '3'),
    default: true,
  })
  registration_requires_token: boolean;

  /** The scope that makes an access token of this server an initial access token too. */
  @Text({
    label: 'Scope of initial access tokens',
    help: 'An access token of this server with this scope may register too. Make it an exclusive scope.',
    spec: rfc(7591, '3'),
    max: 255,
    pattern: /^[\x21\x23-\x5b\x5d-\x7e]+$/,
    patternHelp: 'consist of printable ASCII characters without space, quote and backslash',
    default: 'dcr',
  })
  registration_token_scope: string;

  /** Registrations that are no copies of a client. */
  @Flag({
    label: 'Free registrations',
    help: 'Applications may say themselves what they are, within the bounds below.',
    spec: rfc(7591, '2'),
    default: true,
  })
  registration_non_templatized: boolean;

  /** Registrations whose `software_id` is the client_id of a client with `registration_template_enabled`. */
  @Flag({
    label: 'Copies of clients',
    help: 'Applications may name a client as their software_id and become a copy of it, if that client permits it.',
    spec: ours('dynamic-registration'),
    default: false,
  })
  registration_templatized: boolean;

  /** What the clients of free registrations inherit. */
  @Reference({
    label: 'Template of self-registered clients',
    help: 'Self-registered clients have the values of this client template where they say nothing.',
    spec: ours('dynamic-registration'),
    resource: 'client_templates',
    default: 'dynamic',
  })
  registration_client_template_id: string;

  /** Every enabled one of them must admit a registration, new or changed. */
  @References({
    label: 'Registration policies',
    help: 'Each of these must admit what an application registers.',
    spec: ours('dynamic-registration'),
    resource: 'client_registration_policies',
    maxItems: 20,
    default: [],
  })
  registration_policy_ids: string[];

  /** What a self-registered client may ask for at most, and what it has where it names no scope. */
  @References({
    label: 'Scopes of self-registered clients',
    help: 'The only scopes that self-registered clients can have; all of these, where they name none.',
    spec: rfc(7591, '2'),
    resource: 'scopes',
    maxItems: 100,
    default: ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'],
  })
  registration_scopes: string[];

  /** RFC 7592 §2.1 and §2.2: reading and updating. */
  @Flag({
    label: 'Self-management',
    help: 'Self-registered clients may read and update their registration.',
    spec: rfc(7592, '2'),
    default: true,
  })
  registration_allow_management: boolean;

  /** RFC 7592 §2.3. */
  @Flag({
    label: 'Self-deletion',
    help: 'Self-registered clients may delete themselves.',
    spec: rfc(7592, '2.3'),
    default: true,
  })
  registration_allow_client_delete: boolean;

  /** Whether an update ends the registration access token that it was made with, and brings the next. */
  @Flag({
    label: 'Rotate registration access tokens',
    help: 'Each update brings a new registration access token and ends the one before.',
    spec: rfc(7592, '3'),
    default: true,
  })
  registration_rotate_access_token: boolean;

  /** In seconds; 0: as long as the client. */
  @Seconds({
    label: 'Registration access token lifetime',
    help: 'How long a registration access token works. 0: as long as the client.',
    spec: rfc(7592, '3'),
    min: 0,
    max: 315_360_000,
    default: 0,
  })
  registration_access_token_ttl: number;

  /**
   * False: the client of a stranger hears of no refusal before its user has signed in here, and then the user is asked.
   * Test suites that register openly need true.
   */
  @Flag({
    label: 'Redirect refusals to openly registered clients',
    help: 'Off: what is wrong with their requests is shown on a page here, so that nobody is sent anywhere by a link to this server.',
    spec: rfc(9700, '4.11.2'),
    default: false,
  })
  registration_redirects_refusals: boolean;

  /** Per minute and source address, whether they succeed or not. */
  @WholeNumber({
    label: 'Registrations per minute',
    help: 'How many registrations one address may try in a minute. More are refused with 429.',
    spec: ours('dynamic-registration'),
    min: 1,
    max: 10_000,
    default: 30,
  })
  registration_rate_limit: number;

  /** Self-registered clients that never obtained a token are deleted after so many seconds; 0: they are not. */
  @Seconds({
    label: 'Lifetime of unused clients',
    help: 'Self-registered clients that never obtained a token are deleted after this time. 0: they stay.',
    spec: ours('dynamic-registration'),
    min: 0,
    max: 31_536_000,
    default: 0,
  })
  registration_unused_client_ttl: number;
}
