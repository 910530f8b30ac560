import { isDeeperThan } from './json-depth.js';
import { patternFault } from './pattern-fault.js';

/** Of a schema as JSON, in characters. */
const maxLength = 16_384;
const maxDepth = 24;

const types = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];
/** The formats whose syntax is checked, JSON Schema Validation §7.3. */
export const schemaFormats = [
  'date',
  'time',
  'date-time',
  'duration',
  'uri',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uuid',
];
const dialect = 'https://json-schema.org/draft/2020-12/schema';

type Check = (value: unknown) => string | undefined;

const must =
  (holds: (value: unknown) => boolean, detail: string): Check =>
  (value) =>
    holds(value) ? undefined : `must be ${detail}`;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');

const anything: Check = () => undefined;
const text = must((value) => typeof value === 'string', 'a string');
const flag = must((value) => typeof value === 'boolean', 'true or false');
const number = must((value) => typeof value === 'number', 'a number');
const list = must((value) => Array.isArray(value), 'a list');
const texts = must(isTexts, 'a list of strings');
const count = must((value) => Number.isSafeInteger(value) && Number(value) >= 0, 'a whole number from 0');
const type = must(
  (value) => [value].flat().length > 0 && [value].flat().every((one) => types.includes(one as string)),
  types.join(', '),
);

const schemas: Check = (value) =>
  Array.isArray(value) && value.length > 0 ? firstFault(value.entries(), schemaFault) : 'must be a list of schemas';
const schemasByName: Check = (value) =>
  isObject(value) ? firstFault(Object.entries(value), schemaFault) : 'must be an object of schemas';
const schemasByPattern: Check = (value) =>
  isObject(value)
    ? firstFault(Object.entries(value), (schema, pattern) => patternFault(pattern) ?? schemaFault(schema))
    : 'must be an object of schemas';
const textsByName: Check = (value) =>
  isObject(value) ? firstFault(Object.entries(value), texts) : 'must be an object of lists of strings';

/** The keywords whose value is one schema. */
const schemaKeywords = [
  'not',
  'if',
  'then',
  'else',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'items',
  'contains',
];

/** The keywords of JSON Schema 2020-12 that stand for themselves: a reference could lead anywhere, and in circles. */
const keywords: Readonly<Record<string, Check>> = {
  $schema: must((value) => value === dialect, dialect),
  $comment: text,
  title: text,
  description: text,
  default: anything,
  examples: list,
  deprecated: flag,
  readOnly: flag,
  writeOnly: flag,
  type,
  enum: must((value) => Array.isArray(value) && value.length > 0, 'a list of values'),
  const: anything,
  ...Object.fromEntries(schemaKeywords.map((keyword) => [keyword, schemaFault])),
  allOf: schemas,
  anyOf: schemas,
  oneOf: schemas,
  properties: schemasByName,
  patternProperties: schemasByPattern,
  required: texts,
  dependentRequired: textsByName,
  dependentSchemas: schemasByName,
  minProperties: count,
  maxProperties: count,
  prefixItems: schemas,
  minContains: count,
  maxContains: count,
  minItems: count,
  maxItems: count,
  uniqueItems: flag,
  minLength: count,
  maxLength: count,
  pattern: (value) => (typeof value === 'string' ? patternFault(value) : 'must be a string'),
  format: must((value) => schemaFormats.includes(value as string), schemaFormats.join(', ')),
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: must((value) => typeof value === 'number' && value > 0, 'a number above 0'),
};

/**
 * What is wrong with a JSON Schema 2020-12, in words that follow its name; undefined: nothing. Whatever value a stranger
 * sends, checking it against a schema without fault takes a bounded time.
 */
export function jsonSchemaFault(value: unknown): string | undefined {
  if (!isObject(value)) return 'must be a JSON Schema: an object';
  if (isDeeperThan(maxDepth, value)) return `must not be nested deeper than ${maxDepth} levels`;
  if (JSON.stringify(value).length > maxLength) return `must have at most ${maxLength} characters`;
  const fault = schemaFault(value);
  return fault && `must be a JSON Schema 2020-12: ${fault}`;
}

function schemaFault(schema: unknown): string | undefined {
  if (typeof schema === 'boolean') return undefined;
  if (!isObject(schema)) return 'must be a schema';
  return firstFault(Object.entries(schema), (value, keyword) =>
    Object.hasOwn(keywords, keyword) ? keywords[keyword]!(value) : 'is not known here',
  );
}

/** The first fault among some members, with the way to it. */
function firstFault(
  members: Iterable<readonly [string | number, unknown]>,
  faultOf: (value: unknown, name: string) => string | undefined,
): string | undefined {
  for (const [name, value] of members) {
    const fault = faultOf(value, String(name));
    if (fault !== undefined) return fault.startsWith('/') ? `/${name}${fault}` : `/${name} ${fault}`;
  }
  return undefined;
}
