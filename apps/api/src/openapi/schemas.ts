import { type FieldGroup, type JsonSchema, acceptsNull, clientFields, fieldsOfGroup } from '@clientele/client-schema';
import { clientJsonSchema } from '@clientele/client-schema/json-schema';
import { AccountFields } from '../admin/accounts/account-fields.js';
import { ScopeFields } from '../admin/scopes/scope-fields.js';

const instant = (description: string): JsonSchema => ({
  type: 'string',
  format: 'date-time',
  description,
  readOnly: true,
});
const instantOrNull = (description: string): JsonSchema => ({ ...instant(description), type: ['string', 'null'] });
const string = (description: string): JsonSchema => ({ type: 'string', description });
const stringOrNull = (description: string): JsonSchema => ({ type: ['string', 'null'], description });
const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

const object = (
  description: string,
  properties: Record<string, JsonSchema>,
  optional: readonly string[] = [],
): JsonSchema => ({
  type: 'object',
  description,
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});

const page = (of: string): JsonSchema =>
  object('One page of a collection.', {
    items: { type: 'array', items: ref(of) },
    next: stringOrNull('Pass it as `after` to get the following page; null: this is the last one.'),
    total: { type: ['integer', 'null'], description: 'How many there are on all pages; null: not counted.' },
  });

/** Members that every resource with a revision has. */
const revised: Record<string, JsonSchema> = {
  revision: {
    type: 'integer',
    minimum: 1,
    description: 'Counts the changes; the ETag of the resource.',
    readOnly: true,
  },
  system: { type: 'boolean', description: 'Made by the server for itself; cannot be deleted.', readOnly: true },
  updated_at: instant('When it was last changed, in UTC.'),
  updated_by: { ...string('Who last changed it.'), readOnly: true },
};

/** The members of a resource that is declared like the fields of a client. */
function declared(group: FieldGroup): Record<string, JsonSchema> {
  return Object.fromEntries(
    fieldsOfGroup(group).map((field) => {
      const { options, schema } = field;
      const type = acceptsNull(field) ? [schema.type, 'null'] : schema.type;
      return [
        field.name,
        {
          ...schema,
          type,
          title: options.label,
          description: options.help,
          ...(options.default !== undefined && { default: options.default }),
          ...(options.example !== undefined && { examples: [options.example] }),
          ...(options.access === 'write_only' && { writeOnly: true }),
        },
      ];
    }),
  );
}

function without(properties: Record<string, JsonSchema>, ...names: string[]): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
}

const scope = declared(ScopeFields);
const account: Record<string, JsonSchema> = {
  ...declared(AccountFields),
  claims: {
    type: 'object',
    description:
      'Claims about the user, OpenID Connect Core §5.1: any names and values but those that the server sets.',
    additionalProperties: true,
    default: {},
    examples: [{ name: 'Alice Example', email: 'alice@example.com' }],
  },
};

const documents = clientJsonSchema();

const effective: JsonSchema = {
  type: 'object',
  description: 'Every value in force, by field, and where it comes from. Present when it was asked for.',
  readOnly: true,
  additionalProperties: object('A value in force.', {
    value: { description: 'The value; null: none.' },
    origin: { type: 'string', enum: ['client', 'server', 'default'], description: 'Who decides it.' },
  }),
};

const clientMembers = documents.Client as { properties: Record<string, JsonSchema> };

/** The shapes of everything that goes in and out. */
export const schemas = {
  Issue: object('One fault: where it is, which rule it breaks, and what must hold.', {
    pointer: string('JSON pointer (RFC 6901) into the document that was sent.'),
    rule: string('Id of the rule.'),
    detail: string('What must hold, in words that follow the name of the member.'),
  }),
  Problem: object(
    'Why a request was refused, RFC 9457.',
    {
      type: { ...string('Class of problem, for programs.'), format: 'uri' },
      title: string('Class of problem, for people.'),
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: string('What is wrong with this very request.'),
      errors: { type: 'array', items: ref('Issue'), description: 'Every fault of the document.' },
      revision: { type: ['integer', 'null'], description: 'With 412: the present revision.' },
      scope: string('With 403: the scope that is missing.'),
      client_ids: { type: 'array', items: { type: 'string' }, description: 'With 409: clients that depend on it.' },
      count: { type: 'integer', description: 'With 409: how many clients depend on it.' },
      correlation_id: string('With 5xx: where to find the failure in the log.'),
    },
    ['detail', 'errors', 'revision', 'scope', 'client_ids', 'count', 'correlation_id'],
  ),
  JsonPatch: {
    type: 'array',
    description: 'A list of operations, RFC 6902.',
    maxItems: 1000,
    items: object(
      'One operation.',
      {
        op: { type: 'string', enum: ['add', 'remove', 'replace', 'move', 'copy', 'test'] },
        path: string('JSON pointer (RFC 6901) of the member.'),
        from: string('JSON pointer of the member to move or copy.'),
        value: { description: 'The value to add, replace or compare.' },
      },
      ['from', 'value'],
    ),
  },
  ...documents,
  Client: {
    ...documents.Client,
    properties: {
      ...clientMembers.properties,
      _effective: effective,
    },
  },
  ClientWithSecret: {
    ...documents.Client,
    description: 'A client after a write: with its secret, if this write made it, and what is unwise about it.',
    properties: {
      ...clientMembers.properties,
      client_secret: { ...string('The secret, shown in this answer and never again.'), readOnly: true },
      _warnings: { type: 'array', items: ref('Issue'), description: 'What is allowed but unwise.', readOnly: true },
    },
  },
  ClientPage: page('Client'),
  Secret: object('What is known of a secret. The secret itself is kept as a digest.', {
    id: string('Names the secret in its address.'),
    hint: string('Its last characters.'),
    label: stringOrNull('What somebody called it.'),
    created_at: instant('When it was made, in UTC.'),
    created_by: string('Who made it.'),
    expires_at: instantOrNull('When it stops working, in UTC; null: never.'),
    last_used_at: instantOrNull('When the client last obtained a token with it, in UTC; null: never.'),
    retired: { type: 'boolean', description: 'Whether a newer one has replaced it.' },
  }),
  SecretInput: object(
    'A wish for a new secret.',
    {
      client_secret: {
        ...(clientFields.get('client_secret')?.schema ?? { type: 'string' }),
        description: 'A chosen secret; absent: 256 random bits.',
        writeOnly: true,
      },
      label: { type: ['string', 'null'], maxLength: 128, description: 'What to call it.' },
    },
    ['client_secret', 'label'],
  ),
  FreshSecret: {
    description: 'A new secret, shown in this answer and never again.',
    allOf: [ref('Secret'), object('The secret.', { client_secret: string('The secret itself.') })],
  },
  SecretList: object('The secrets of a client, newest first.', { items: { type: 'array', items: ref('Secret') } }),
  Settings: {
    ...documents.Settings,
    properties: {
      ...(documents.Settings as { properties: object }).properties,
      ...without(revised, 'system'),
    },
  },
  Scope: object('A scope of the server.', { ...scope, ...revised }),
  ScopeInput: { ...object('A scope, as it is written.', scope), required: ['name'], additionalProperties: false },
  ScopeReplacement: { ...object('A scope, whole.', scope), required: [], additionalProperties: false },
  ScopePatch: {
    ...object('A change to a scope, RFC 7396.', without(scope, 'name')),
    required: [],
    additionalProperties: false,
  },
  ScopePage: page('Scope'),
  Account: object('Somebody who can sign in.', {
    sub: { ...string('Subject identifier; never reassigned.'), readOnly: true },
    ...without(account, 'password'),
    ...revised,
    created_at: instant('When it was created, in UTC.'),
  }),
  AccountWithPassword: {
    description: 'A new account, with its password if that was generated.',
    allOf: [
      ref('Account'),
      object('The password.', { password: string('The generated password, shown in this answer and never again.') }, [
        'password',
      ]),
    ],
  },
  AccountInput: {
    ...object('An account, as it is written.', account),
    required: ['username'],
    additionalProperties: false,
  },
  AccountPatch: { ...object('A change to an account, RFC 7396.', account), required: [], additionalProperties: false },
  AccountPage: page('Account'),
  AccessTokenManager: object('How access tokens look.', {
    id: string('Names it in clients and settings.'),
    name: string('Its name for people.'),
    format: { type: 'string', enum: ['jwt', 'opaque'] },
    signing_alg: stringOrNull('Signature algorithm of JWTs; null for opaque tokens.'),
    ...revised,
  }),
  AccessTokenManagerPage: page('AccessTokenManager'),
  Grant: object('What somebody has granted a client at one sign-in.', {
    id: string('Names the grant.'),
    client_id: string('The client.'),
    sub: string('The account.'),
    scope: { type: 'array', items: { type: 'string' }, description: 'The scopes granted.' },
    auth_time: instant('When the user signed in, in UTC.'),
    created_at: instant('When it was granted, in UTC.'),
    revoked_at: instantOrNull('When it was revoked; null: it is in force.'),
    refresh_expires_at: instantOrNull('When the present refresh token ends; null: there is none.'),
  }),
  GrantPage: page('Grant'),
  Receipt: object('Why the token server refused a request.', {
    code: string('What the caller was told.'),
    at: instant('When it happened, in UTC.'),
    endpoint: string('The path of the endpoint.'),
    client_id: stringOrNull('The client as the request named it; null: not at all.'),
    error: string('The protocol error that the caller got.'),
    rule: string('Id of the rule that was broken.'),
    spec: object('Where the rule is specified.', { label: string('The section.'), url: string('Its address.') }),
    sentence: string('Which rule failed and what differed.'),
    sent: stringOrNull('What the request said, redacted.'),
    registered: { type: 'array', items: { type: 'string' }, description: 'What is registered, redacted.' },
    difference: {
      ...object('The nearest registered value, and the first difference to it.', {
        registered: string('The nearest value.'),
        at: { type: 'integer', description: 'Index of the first character that differs.' },
        words: string('The difference in words.'),
      }),
      type: ['object', 'null'],
    },
    suggestion: {
      type: ['object', 'null'],
      description: 'A merge patch on the client that would let the request pass.',
      additionalProperties: true,
    },
    passed: { type: 'array', items: { type: 'string' }, description: 'Rules that held before.' },
  }),
  ReceiptPage: page('Receipt'),
  Status: object('That it is so.', { status: { type: 'string', enum: ['ok'] } }),
} as const satisfies Record<string, JsonSchema>;

export type SchemaName = keyof typeof schemas;
