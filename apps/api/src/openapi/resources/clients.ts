import { type Json, type JsonSchema, defaultSettings, settleClient, standardResources } from '@clientele/client-schema';
import { clientJsonSchema } from '@clientele/client-schema/json-schema';
import { clientFilterParameters } from '../parameters.js';
import { changed, created, done, found, onePage, resource, stored } from '../resource.js';
import { difference, object, page, ref, string, stringOrNull } from '../shapes.js';

const documents = clientJsonSchema();
const members = (documents.Client as { properties: Record<string, JsonSchema> }).properties;

const findings: JsonSchema = {
  type: 'integer',
  minimum: 0,
  description: 'How many findings its lint tells. Present when it was asked for.',
  readOnly: true,
};

const effective: JsonSchema = {
  type: 'object',
  description: 'Every value in force, by field, and where it comes from. Present when it was asked for.',
  readOnly: true,
  additionalProperties: object('A value in force.', {
    value: { description: 'The value; null: none.' },
    origin: { type: 'string', enum: ['client', 'template', 'server', 'default'], description: 'Who decides it.' },
  }),
};

const clientInput = {
  client_name: 'Billing worker',
  client_type: 'server_to_server',
  grant_types: ['client_credentials'],
  token_endpoint_auth_method: 'client_secret_basic',
};

/** The client above as it is stored: with every default written out. */
const clientDocument = settleClient(
  { client_id: 'billing-worker', ...clientInput },
  new Set(Object.keys(clientInput)),
  {
    ...standardResources,
    settings: defaultSettings,
    issuer: 'https://as.example.com',
    signing_algs: ['RS256', 'ES256'],
    client_certificates: { terminations: [], aliases: false },
  },
) as Record<string, Json>;

const client: Record<string, Json> = {
  ...clientDocument,
  revision: 1,
  system: false,
  created_at: '2026-01-15T09:30:00.000Z',
  created_by: 'clientele-automation',
  updated_at: '2026-01-15T09:30:00.000Z',
  updated_by: 'clientele-automation',
  client_id_issued_at: 1_768_469_400,
  client_secret_changed_at: '2026-01-15T09:30:00.000Z',
  retained_client_secrets: [],
  last_used_at: null,
  trashed_at: null,
};

const asRead = { schema: 'Client', example: client } as const;
export const asWritten = { schema: 'ClientWithSecret', example: client } as const;
const withSecret = {
  schema: 'ClientWithSecret',
  example: { ...client, client_secret: 'mJ1yVw0x8cQ5bT3nZr7kPd2sLf9hGa4eUo6iXqYx7Qk' },
} as const;
const explanation: Json = {
  endpoint: '/authorize',
  decision: 'refused',
  error: 'invalid_request',
  error_description: 'redirect_uri is not registered for this client',
  steps: [
    {
      rule: 'redirect-uri-is-registered',
      spec: { label: 'RFC 9700 §2.1', url: 'https://www.rfc-editor.org/rfc/rfc9700#section-2.1' },
      holds: false,
      sentence: 'The redirect URI differs from every registered one.',
      sent: 'https://app.example.com/',
      registered: ['https://app.example.com'],
      difference: { registered: 'https://app.example.com', at: 23, words: 'a trailing slash' },
    },
  ],
  suggestion: { redirect_uris: ['https://app.example.com', 'https://app.example.com/'] },
};
const whole = 'The whole document is validated; every fault is told at once.';

export const clients = resource({
  name: 'Clients',
  description: 'The applications that may ask for tokens.',
  operations: {
    createClient: {
      summary: 'Create a client',
      description: `Creates a client. ${whole} Where the client needs a secret and none is given, one is generated; the answer shows it, this once.\n\nWith \`Content-Type: application/x-ndjson\` each line of the body is a client, and each line of the answer, an \`ImportOutcome\`, tells what has become of one; the status of the answer as a whole is then 200. An import makes no secrets but those that lines give.`,
      parameters: ['dryRun', 'mode', 'idempotencyKey'],
      body: { schema: 'ClientInput', example: clientInput },
      lines: {
        taken: { schema: 'ClientInput', example: clientInput },
        answered: {
          schema: 'ImportOutcome',
          example: { line: 1, status: 201, client_id: 'billing-worker', revision: 1 },
        },
      },
      answers: created('client, with its secret', withSecret, asWritten),
      problems: ['alreadyExists', 'notOwner', 'escalation', 'invalidDocument'],
    },
    listClients: {
      summary: 'List clients',
      description:
        'One page of clients. A walk along `next` meets every client that exists throughout, and none twice. With `Accept: application/x-ndjson` every client of the query, one per line; such an export takes no `limit`, no `after` and no `include`.',
      parameters: ['limit', 'after', 'q', 'sort', 'fields', 'includeFindings', 'trashed', ...clientFilterParameters],
      lines: { answered: asRead },
      answers: onePage('ClientPage', client),
    },
    getClient: {
      summary: 'Read a client',
      description: 'What is stored, without its secret.',
      parameters: ['include', 'fields', 'withTrashed', 'ifNoneMatch'],
      answers: found('client', asRead),
    },
    lintClient: {
      summary: 'Lint a client',
      description:
        'What is wrong or unwise about a client as it is stored: rules that it breaks since they or the settings became stricter, and advice of the specifications. Where a change is known that helps, it is there as a merge patch. With `fapi_profile` what keeps the client from that profile instead; choosing the profile does the rest by itself.',
      parameters: ['fapi_profile'],
      answers: {
        200: {
          description: 'Every finding.',
          body: {
            schema: 'Findings',
            example: {
              findings: [
                {
                  pointer: '/require_pkce',
                  rule: 'code-grant-uses-pkce',
                  severity: 'advice',
                  detail: 'should be true: PKCE also protects a client that authenticates from injected codes',
                  spec: { label: 'RFC 9700 §2.1.1', url: 'https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1' },
                  fix: { require_pkce: true },
                },
              ],
            },
          },
        },
      },
    },
    explainRequest: {
      summary: 'Explain a request',
      description:
        'What the issuer would decide about a request of this client, step by step, by the very checks that it makes; nothing comes of it. The body has the parameters of the request. Without `endpoint` it goes to the token endpoint where there is a `grant_type`, else it is an authorization request. The client is taken for authenticated.',
      parameters: ['endpoint'],
      body: {
        schema: 'RequestParameters',
        example: { response_type: 'code', redirect_uri: 'https://app.example.com/' },
      },
      answers: { 200: { description: 'The decision.', body: { schema: 'Explanation', example: explanation } } },
      problems: ['invalidDocument'],
    },
    replaceClient: {
      summary: 'Create or replace a client',
      description: `Stores the client under the given id: the verb for configuration kept elsewhere. Fields that are left out have their default again; the secret stays unless a new one is given. ${whole}`,
      parameters: ['ifMatch', 'createOnly', 'dryRun'],
      body: { schema: 'ClientInput', example: clientInput },
      answers: stored('client', asWritten, withSecret),
      problems: ['alreadyExists', 'notOwner', 'escalation', 'systemObject', 'stale', 'invalidDocument'],
    },
    patchClient: {
      summary: 'Change a client',
      description: `Changes what the patch names: a merge patch (RFC 7396, null inherits or removes) or a JSON Patch (RFC 6902). ${whole}`,
      parameters: ['ifMatch', 'dryRun'],
      body: { kind: 'patch', schema: 'ClientPatch', example: { access_token_ttl: 900, description: null } },
      answers: changed('client', {
        schema: 'ClientWithSecret',
        example: { ...client, revision: 2, access_token_ttl: 900 },
      }),
      problems: ['conflict', 'notOwner', 'escalation', 'systemObject', 'stale', 'invalidDocument'],
    },
    deleteClient: {
      summary: 'Delete a client',
      description:
        'Refuses the client and its tokens at once. For 30 days it can be restored and its id stays reserved.',
      parameters: ['purge', 'ifMatch'],
      answers: done('The client is deleted.'),
      problems: ['systemObject', 'notOwner', 'escalation', 'stale'],
    },
    restoreClient: {
      summary: 'Restore a deleted client',
      description: 'Brings a deleted client back, if it still fulfils the rules.',
      parameters: ['ifMatch', 'idempotencyKey'],
      answers: { 200: { description: 'The client.', headers: ['ETag'], body: asRead } },
      problems: ['conflict', 'notOwner', 'escalation', 'stale', 'invalidDocument'],
    },
  },
  schemas: {
    Client: { ...documents.Client, properties: { ...members, _effective: effective, _findings: findings } },
    ClientWithSecret: {
      ...documents.Client,
      description: 'A client after a write: with its secret, if this write made it, and what is unwise about it.',
      properties: {
        ...members,
        client_secret: { ...string('The secret, shown in this answer and never again.'), readOnly: true },
        secondary_client_secret: {
          ...string('The secret of the second way, shown in this answer and never again.'),
          readOnly: true,
        },
        _warnings: { type: 'array', items: ref('Issue'), description: 'What is allowed but unwise.', readOnly: true },
      },
    },
    ClientInput: documents.ClientInput,
    ClientPatch: documents.ClientPatch,
    ClientPage: page('Client'),
    ImportOutcome: object(
      'What has become of one line of an import, as if it had been a request of its own: the members of a client, or of a problem.',
      {
        line: { type: 'integer', minimum: 1, description: 'The line. Empty lines count.' },
        status: {
          type: 'integer',
          minimum: 200,
          maximum: 599,
          description: '201: created; 200: replaced; 4xx: refused. With `dry_run`: what it would have been.',
        },
        client_id: string('The client, where the line or the server names one.'),
        revision: { type: 'integer', minimum: 1, description: 'Of the client that was stored.' },
        _warnings: { type: 'array', items: ref('Issue'), description: 'What is allowed but unwise.' },
        type: { ...string('Of a refusal: class of problem, for programs.'), format: 'uri' },
        title: string('Of a refusal: class of problem, for people.'),
        detail: string('Of a refusal: what is wrong with this very line.'),
        errors: { type: 'array', items: ref('Issue'), description: 'Of a refusal: every fault of the document.' },
      },
      ['client_id', 'revision', '_warnings', 'type', 'title', 'detail', 'errors'],
    ),
    RequestParameters: {
      type: 'object',
      description: 'The parameters of a request; one that comes several times is a list.',
      additionalProperties: {
        anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
      },
    },
    Explanation: object('What would become of a request, and why.', {
      endpoint: { type: 'string', enum: ['/authorize', '/par', '/token'], description: 'Where it would go.' },
      decision: {
        type: 'string',
        enum: ['granted', 'asks_user', 'refused'],
        description: 'What would be decided; `asks_user`: the sign-in and consent pages follow.',
      },
      error: stringOrNull('The protocol error of a refusal.'),
      error_description: stringOrNull('What the application would be told.'),
      steps: {
        type: 'array',
        description: 'Every check, in its order; of a refusal the last one does not hold.',
        items: object('A check.', {
          rule: string('Its id, which states what must hold.'),
          spec: object('Where it is specified.', { label: string('The section.'), url: string('Its address.') }),
          holds: { type: 'boolean', description: 'Whether it holds.' },
          sentence: stringOrNull('What is wrong; null where it holds.'),
          sent: stringOrNull('What the request says.'),
          registered: { type: 'array', items: { type: 'string' }, description: 'What is registered.' },
          difference,
        }),
      },
      suggestion: {
        type: ['object', 'null'],
        description: 'A merge patch on the client that would let the request pass, which the caller may make.',
        additionalProperties: true,
      },
    }),
    Findings: object('What is wrong or unwise about a client.', {
      findings: { type: 'array', items: ref('Finding'), description: 'Empty: nothing.' },
    }),
    Finding: object(
      'One thing that is wrong or unwise.',
      {
        pointer: string('JSON pointer (RFC 6901) into the client.'),
        rule: string('Id of the rule.'),
        severity: { type: 'string', enum: ['error', 'advice'], description: 'Whether a write would be refused.' },
        detail: string('What must or should hold, in words that follow the name of the member.'),
        spec: object('Where that is specified.', {
          label: string('Document and section.'),
          url: string('Address of the text.'),
        }),
        fix: ref('ClientPatch'),
      },
      ['spec', 'fix'],
    ),
  },
});
