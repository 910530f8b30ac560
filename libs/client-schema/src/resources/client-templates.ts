import { clientFields } from '../client.js';
import { Group } from '../field.js';
import { memberOf } from '../issue.js';
import { ClientValues, LongText, Text } from '../kinds.js';
import { danglingReferences } from '../dangling-references.js';
import { type RecordOf, type Resource } from '../resource.js';
import { violation } from '../rule.js';
import { clientShapeFaults } from '../shape.js';
import { ours } from '../specs.js';
import { templates } from '../templates/index.js';
import { recordId } from './record-id.js';

/** What a new client begins with. */
@Group({
  name: 'client_template',
  title: 'Client templates',
  intro: 'What new clients of a kind begin with.',
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

  /** Values of fields, for a new client whose document does not name them. */
  @ClientValues({
    label: 'Defaults',
    help: 'Values of fields, for new clients that do not say otherwise.',
    spec: ours('clients'),
    default: {},
    example: { token_endpoint_auth_method: 'private_key_jwt', require_pkce: true },
  })
  defaults: Record<string, unknown>;
}

export type ClientTemplate = RecordOf<ClientTemplateMembers>;

export const clientTemplates: Resource<'client_templates', ClientTemplateMembers> = {
  name: 'client_templates',
  members: ClientTemplateMembers,
  id: 'id',
  systemMembers: ['name', 'description', 'defaults'],
  standard: [
    ...templates.map(({ id, title, summary, defaults }) => ({ id, name: title, description: summary, defaults })),
    {
      id: 'financial',
      name: 'Financial-grade application',
      description: 'Signs users in for money or health data: keys instead of secrets, and nothing left to choice.',
      defaults: {
        client_type: 'web',
        application_type: 'web',
        grant_types: ['authorization_code'],
        restrict_response_types: true,
        response_types: ['code'],
        token_endpoint_auth_method: 'private_key_jwt',
        enforce_jwt_replay_prevention: true,
        require_pkce: true,
        allowed_code_challenge_methods: ['S256'],
        id_token_signed_response_alg: 'ES256',
        redirect_uri_validation_policy_id: 'exact',
        authorization_code_ttl: 60,
        first_party: false,
      },
    },
  ],
  rules: [
    {
      id: 'defaults-are-values-of-fields',
      spec: ours('clients'),
      check: ({ defaults }, server) => {
        const names = Object.keys(defaults);
        const unfit = names.filter((name) => (clientFields.get(name)?.options.access ?? 'write') !== 'write');
        const unknown = names.filter((name) => !clientFields.has(name));
        return [
          ...unknown.map((name) => violation(`/defaults/${name}`, 'is not a field of a client')),
          ...unfit.map((name) => violation(`/defaults/${name}`, 'cannot be the same for several clients')),
          ...[...clientShapeFaults(defaults), ...danglingReferences(clientFields.values(), defaults, server)]
            .filter((fault) => names.includes(memberOf(fault)))
            .map(({ pointer, detail }) => violation(`/defaults${pointer}`, detail)),
        ];
      },
    },
  ],
};
