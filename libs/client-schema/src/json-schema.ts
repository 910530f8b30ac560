import { type PlacedField, clientFields, settingsFields } from './client.js';
import { describe } from './conditions.js';
import { type Field, type JsonSchema, inherits } from './field.js';
import { serverSetMembers } from './fields/general/audit.js';

/** The schemas of the documents that the admin API exchanges, for `components.schemas`. */
export interface ClientJsonSchemas {
  /** A client as it is read: with what the server records, without its secret. */
  Client: JsonSchema;
  /** A client as it is written, whole. */
  ClientInput: JsonSchema;
  /** A change to a client, RFC 7396. */
  ClientPatch: JsonSchema;
  /** The settings of the server, as they are read. */
  Settings: JsonSchema;
  /** A change to the settings of the server, RFC 7396. */
  SettingsPatch: JsonSchema;
}

/**
 * JSON Schema 2020-12 of clients and settings, made from the declarations of their fields. What a schema refuses the
 * server refuses too; beyond it, the server checks syntax that schemas cannot express, and the cross-field rules.
 */
export function clientJsonSchema(): ClientJsonSchemas {
  const fields = [...clientFields.values()];
  const readable = fields.filter(({ options }) => options.access !== 'write_only');
  const writable = fields.filter(({ options }) => options.access !== 'read_only');
  const settings = [...settingsFields.values()];

  return {
    Client: {
      type: 'object',
      description:
        'A client, as it is read: what it holds itself. A member that is absent has no value of its own: the client inherits that of its template or of the server, or has the default.',
      properties: {
        ...properties(readable, (field) => placed(field, schemaOf(field, false))),
        ...Object.fromEntries(serverSetMembers.map((member) => [member.name, serverSet(member)])),
      },
      required: [
        'client_id',
        ...readable.filter(({ options }) => options.required).map(({ name }) => name),
        ...serverSetMembers.map(({ name }) => name),
      ],
    },
    ClientInput: {
      type: 'object',
      description: 'A client, as it is written. A member that is null or absent has no value of its own.',
      properties: properties(writable, (field) => placed(field, schemaOf(field, !field.options.required))),
      required: writable.filter(({ options }) => options.required).map(({ name }) => name),
      additionalProperties: false,
    },
    ClientPatch: {
      type: 'object',
      description: 'A change to a client, RFC 7396: members that are absent stay, null removes the value.',
      properties: properties(writable, (field) => placed(field, schemaOf(field, !field.options.required))),
      additionalProperties: false,
    },
    Settings: {
      type: 'object',
      description: 'The settings of the server.',
      properties: properties(settings, (field) => schemaOf(field, false)),
      required: settings.map(({ name }) => name),
    },
    SettingsPatch: {
      type: 'object',
      description: 'A change to the settings of the server: members that are absent stay.',
      properties: properties(settings, (field) => schemaOf(field, false)),
      additionalProperties: false,
    },
  };
}

function properties<F extends Field>(fields: readonly F[], schema: (field: F) => JsonSchema): JsonSchema {
  return Object.fromEntries(fields.map((field) => [field.name, schema(field)]));
}

/** What is true of a field wherever it stands. */
function schemaOf(field: Field, nullable: boolean): JsonSchema {
  const { options } = field;
  return {
    ...(nullable ? orNull(field.schema) : field.schema),
    title: options.label,
    description: options.help,
    ...(options.default !== undefined && { default: options.default }),
    ...(options.example !== undefined && { examples: [options.example] }),
    ...(options.access === 'read_only' && { readOnly: true }),
    ...(options.access === 'write_only' && { writeOnly: true }),
    'x-kind': field.kind,
    'x-spec': options.spec.url,
  };
}

/** Where a client's field stands on the form, and when it applies. */
function placed(field: PlacedField, schema: JsonSchema): JsonSchema {
  const { options } = field;
  return {
    ...schema,
    'x-section': field.section,
    'x-group': field.group.name,
    ...(options.visibleWhen && { 'x-visible-when': describe(options.visibleWhen) }),
    ...(options.access === 'create_only' && { 'x-create-only': true }),
    ...(inherits(field) && { 'x-inherits': true }),
  };
}

function serverSet({ label, help, schema, example }: (typeof serverSetMembers)[number]): JsonSchema {
  return {
    ...schema,
    title: label,
    description: help,
    examples: [example],
    readOnly: true,
    'x-section': 'general',
    'x-group': 'audit',
  };
}

function orNull(schema: JsonSchema): JsonSchema {
  const { enum: values } = schema;
  return { ...schema, type: [schema['type'], 'null'], ...(Array.isArray(values) && { enum: [...values, null] }) };
}
