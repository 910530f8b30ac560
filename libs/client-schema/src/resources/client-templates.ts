import { clientFields } from '../client.js';
import { Group } from '../field.js';
import { type Issue, memberOf } from '../issue.js';
import { ClientValues, LongText, Text, Words } from '../kinds.js';
import { danglingReferences } from '../dangling-references.js';
import { ownKeyFields } from '../own-key-pair.js';
import { type RecordOf, type Resource } from '../resource.js';
import { type Server, type Violation, violation } from '../rule.js';
import { settleClient } from '../settle-client.js';
import { clientShapeFaults } from '../shape.js';
import { ours } from '../specs.js';
import { templates } from '../templates/index.js';
import { validateClient } from '../validate-client.js';
import { recordId } from './record-id.js';

/** What the clients of a kind have in common. */
@Group({
  name: 'client_template',
  title: 'Client templates',
  intro:
    'What clients of a kind have in common: values that they inherit, and which of these are not theirs to change.',
  spec: ours('clients'),
})
export class ClientTemplateMembers {
  @Text({ ...recordId, spec: ours('clients'), example: 'partner' })
  id: string;

  @Text({
    label: 'Name',
    help: 'What administrators choose it by.',
    spec: ours('clients'),
    required: true,
    max: 128,
    example: 'Application of a partner',
  })
  name: string;

  @LongText({
    label: 'Description',
    help: 'For what kind of client it is.',
    spec: ours('clients'),
    min: 0,
    max: 1024,
    example: 'Proves with a key of its own who it is, and asks users for consent.',
  })
  description?: string | null;

  /** Values of fields, for the clients of this template that have none of their own. */
  @ClientValues({
    label: 'Values',
    help: 'Values of fields, which every client of this template has where it has none of its own.',
    spec: ours('clients'),
    default: {},
    example: { token_endpoint_auth_method: 'private_key_jwt', require_pkce: true },
  })
  defaults: Record<string, unknown>;

  /** Fields in which the clients of this template have what they inherit, and nothing else. */
  @Words({
    label: 'Locked fields',
    help: 'Names of fields that a client of this template cannot set itself.',
    spec: ours('clients'),
    maxItems: clientFields.size,
    maxLength: 64,
    default: [],
    example: ['require_pkce'],
  })
  locked_fields: string[];

  /** Fields that the form of a client of this template leaves out. */
  @Words({
    label: 'Hidden fields',
    help: 'Names of fields that the console leaves out of the form of a client of this template.',
    spec: ours('clients'),
    maxItems: clientFields.size,
    maxLength: 64,
    default: [],
    example: ['userinfo_signed_response_alg'],
  })
  hidden_fields: string[];
}

export type ClientTemplate = RecordOf<ClientTemplateMembers>;

/** What belongs to one client and is never the same for several. */
const individual: ReadonlySet<string> = new Set([
  'client_name',
  'client_template_id',
  'owner',
  'public_client_id',
  'client_secret_expires_at',
  'secondary_authentication_expires_at',
  // The key pair of a client is made when the client is saved, and not when its template is.
  ...ownKeyFields,
  'signatures_adapter',
  'id_token_kid',
]);

/** Whether the clients of a template may inherit a field. */
export function isShareable(name: string): boolean {
  const field = clientFields.get(name);
  return field !== undefined && field.options.access === undefined && !individual.has(name);
}

export const clientTemplates: Resource<'client_templates', ClientTemplateMembers> = {
  name: 'client_templates',
  members: ClientTemplateMembers,
  id: 'id',
  systemMembers: ['name', 'description', 'defaults', 'locked_fields', 'hidden_fields'],
  inheritedMembers: ['defaults', 'locked_fields'],
  standard: [
    ...templates.map(({ id, title, summary, defaults }) => ({ id, name: title, description: summary, defaults })),
    {
      id: 'dynamic',
      name: 'Self-registered application',
      description: 'What an application is that registered itself: not ours, and with no response type but its own.',
      defaults: {
        grant_types: ['authorization_code'],
        restrict_response_types: true,
        response_types: ['code'],
        first_party: false,
      },
    },
  ],
  rules: [
    {
      id: 'defaults-are-values-of-fields',
      spec: ours('clients'),
      check: ({ defaults }, server) => [
        ...unshareable(Object.keys(defaults)).map(({ name, detail }) => inDefaults(`/${name}`, detail)),
        ...[...shapeFaultsIn(defaults), ...danglingReferences(clientFields.values(), defaults, server)].map(
          ({ pointer, detail }) => inDefaults(pointer, detail),
        ),
      ],
    },
    {
      id: 'defaults-suit-each-other',
      spec: ours('clients'),
      check: (template, server) => (shapeFaultsIn(template.defaults).length > 0 ? [] : conflictsIn(template, server)),
    },
    {
      id: 'locked-and-hidden-fields-are-inherited',
      spec: ours('clients'),
      check: ({ locked_fields, hidden_fields }) => [
        ...positionsOf('locked_fields', locked_fields),
        ...positionsOf('hidden_fields', hidden_fields),
      ],
    },
  ],
};

function shapeFaultsIn(defaults: ClientTemplate['defaults']): Issue[] {
  return clientShapeFaults(defaults).filter((fault) => Object.hasOwn(defaults, memberOf(fault)));
}

/**
 * What is wrong with the values of a template as those of a client that adds nothing but its name. Its other faults are
 * for the client to mend: a template for those who sign users in has no redirect URI of its own.
 */
function conflictsIn({ name, defaults }: ClientTemplate, server: Server): Violation[] {
  const client = settleClient({ client_name: name, ...defaults }, new Set(Object.keys(defaults)), server);
  return validateClient(client, server)
    .filter((fault) => Object.hasOwn(defaults, memberOf(fault)))
    .map(({ pointer, detail }) => inDefaults(pointer, detail));
}

/** The form has one box for all values, so the words name the field. */
function inDefaults(pointer: string, detail: string): Violation {
  return violation(`/defaults${pointer}`, `${memberOf({ pointer })} ${detail}`);
}

/** Names that no client inherits, with why. */
function unshareable(names: readonly string[]): { name: string; detail: string }[] {
  return names
    .filter((name) => !isShareable(name))
    .map((name) => ({
      name,
      detail: clientFields.has(name) ? 'cannot be the same for several clients' : 'is not a field of a client',
    }));
}

function positionsOf(list: string, names: readonly string[]): Violation[] {
  return unshareable(names).map(({ name, detail }) =>
    violation(`/${list}/${names.indexOf(name)}`, `${name} ${detail}`),
  );
}
