import { all, is } from '../../conditions.js';
import { Group } from '../../field.js';
import { Choice, Flag, References } from '../../kinds.js';
import { ours } from '../../specs.js';

const registrants = ['client', 'user'] as const;

@Group({
  name: 'registration_template',
  title: 'Template for registrations',
  intro: 'Whether applications may register as copies of this client.',
  spec: ours('dynamic-registration'),
})
export class RegistrationTemplateFields {
  /** Whether a registration that names this client as its `software_id` makes a copy of it. */
  @Flag({
    label: 'Use as a template',
    help: 'A registration whose software_id is the ID of this client becomes a copy of it, with an ID and a secret of its own.',
    spec: ours('dynamic-registration'),
    default: false,
  })
  registration_template_enabled: boolean;

  /** Who must be behind the initial access token, an access token of this server. */
  @Choice({
    label: 'Registered by',
    help: 'Whose access token registers a copy: that of a client for itself, or that of a client for a user.',
    spec: ours('dynamic-registration'),
    values: registrants,
    default: 'client',
    visibleWhen: is('registration_template_enabled', true),
  })
  registration_template_authenticate_by: (typeof registrants)[number];

  /** The clients whose access tokens register copies. */
  @References({
    label: 'Clients that register copies',
    help: 'IDs of the clients whose own access tokens register copies of this one.',
    spec: ours('dynamic-registration'),
    resource: 'clients',
    maxItems: 100,
    default: [],
    visibleWhen: all(is('registration_template_enabled', true), is('registration_template_authenticate_by', 'client')),
    example: ['partner-portal'],
  })
  registration_template_client_ids: string[];

  /** The authenticators by which a user must have signed in to register copies; none: any. */
  @References({
    label: 'Sign-in methods of registering users',
    help: 'How a user must have signed in to register copies of this client. Empty: in any way.',
    spec: ours('dynamic-registration'),
    resource: 'authenticators',
    maxItems: 50,
    default: [],
    visibleWhen: all(is('registration_template_enabled', true), is('registration_template_authenticate_by', 'user')),
    example: ['password'],
  })
  registration_template_authenticator_ids: string[];
}
