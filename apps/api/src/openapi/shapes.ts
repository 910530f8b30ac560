import { type FieldGroup, type JsonSchema, acceptsNull, fieldsOfGroup } from '@clientele/client-schema';

/** The parts that the shapes of resources are put together from. */
export const string = (description: string): JsonSchema => ({ type: 'string', description });
export const stringOrNull = (description: string): JsonSchema => ({ type: ['string', 'null'], description });
export const instant = (description: string): JsonSchema => ({
  type: 'string',
  format: 'date-time',
  description,
  readOnly: true,
});
export const instantOrNull = (description: string): JsonSchema => ({
  ...instant(description),
  type: ['string', 'null'],
});
export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

export const object = (
  description: string,
  properties: Record<string, JsonSchema>,
  optional: readonly string[] = [],
): JsonSchema => ({
  type: 'object',
  description,
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});

/** What a request brings: nothing but these members. */
export const input = (
  description: string,
  properties: Record<string, JsonSchema>,
  required: readonly string[] = [],
): JsonSchema => ({ ...object(description, properties), required, additionalProperties: false });

/** How what a request said differs from what is registered. */
export const difference: JsonSchema = {
  ...object('The nearest registered value, and the first difference to it.', {
    registered: string('The nearest value.'),
    at: { type: 'integer', description: 'Index of the first character that differs.' },
    words: string('The difference in words.'),
  }),
  type: ['object', 'null'],
};

export const page = (of: string): JsonSchema =>
  object('One page of a collection.', {
    items: { type: 'array', items: ref(of) },
    next: stringOrNull('Pass it as `after` to get the following page; null: this is the last one.'),
    total: { type: ['integer', 'null'], description: 'How many there are on all pages; null: not counted.' },
  });

/** Whom a change concerns of what clients inherit. */
export const impact: Record<string, JsonSchema> = {
  count: { type: 'integer', description: 'How many clients would have another value in force.' },
  clients: {
    type: 'array',
    maxItems: 100,
    description: 'Some of them.',
    items: object('A client that inherits what changes.', {
      client_id: string('The client.'),
      client_name: string('Its name.'),
      fields: {
        type: 'array',
        items: { type: 'string' },
        description: 'The fields that would have another value.',
      },
    }),
  },
};

/** Members that every resource with a revision has. */
export const revised: Record<string, JsonSchema> = {
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
export function declared(group: FieldGroup): Record<string, JsonSchema> {
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
          ...(options.access === 'read_only' && { readOnly: true }),
        },
      ];
    }),
  );
}

export function without(properties: Record<string, JsonSchema>, ...names: string[]): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
}
