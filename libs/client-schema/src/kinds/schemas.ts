import { jsonSchemaFault } from '../json-schema-fault.js';
import { Check, kind } from '../kind.js';

/** A JSON Schema 2020-12 without references, that strangers’ values are checked against. */
export const JsonSchemaDocument = kind<Readonly<Record<string, unknown>>>('json-schema', {
  control: 'json',
  checks: () => [Check('jsonSchema', jsonSchemaFault)],
  schema: () => ({ type: 'object', additionalProperties: true }),
});
