import { describe, expect, it } from 'vitest';
import { jsonSchemaFault } from './json-schema-fault.js';
import { authorizationDetailTypes } from './resources/authorization-detail-types.js';
import { fieldsOfResource } from './resource.js';

const nested = (depth: number): object => (depth === 0 ? {} : { not: nested(depth - 1) });

describe('a JSON Schema for the values of strangers', () => {
  it.each([
    {},
    { $schema: 'https://json-schema.org/draft/2020-12/schema', type: ['object', 'null'], title: 'Anything' },
    { properties: { a: true, b: { enum: [1, null] }, c: { const: {} } }, required: ['a'], additionalProperties: false },
    { prefixItems: [{ type: 'integer', minimum: 0, multipleOf: 5 }], items: false, uniqueItems: true, maxItems: 3 },
    { oneOf: [{ format: 'date' }, { minLength: 1, maxLength: 9 }], if: { type: 'string' }, else: false },
    { patternProperties: { '^x-': { type: 'string' } }, propertyNames: { pattern: '^[a-z-]+$' } },
    { dependentRequired: { a: ['b'] }, dependentSchemas: { a: { minProperties: 2 } }, unevaluatedProperties: false },
  ])('is without fault: %j', (schema) => {
    expect(jsonSchemaFault(schema)).toBeUndefined();
  });

  it('is the example of the reference', () => {
    const field = fieldsOfResource(authorizationDetailTypes).find(({ name }) => name === 'schema');
    expect(jsonSchemaFault(field!.options.example)).toBeUndefined();
  });

  it.each([
    [null, 'an object'],
    [[], 'an object'],
    [{ type: 'text' }, '/type must be object, array'],
    [{ $ref: '#' }, '/$ref is not known here'],
    [{ $defs: {} }, '/$defs is not known here'],
    [{ constructor: {} }, '/constructor is not known here'],
    [
      { properties: { a: { allOf: [{}, { minLength: -1 }] } } },
      '/properties/a/allOf/1/minLength must be a whole number',
    ],
    [{ allOf: [] }, '/allOf must be a list of schemas'],
    [{ properties: [] }, '/properties must be an object of schemas'],
    [{ patternProperties: { '(a+)+': {} } }, '/patternProperties/(a+)+ must not repeat'],
    [{ pattern: '^(a|b)*$' }, '/pattern must not repeat'],
    [{ format: 'regex' }, '/format must be date'],
    [{ multipleOf: 0 }, '/multipleOf must be a number above 0'],
    [{ $schema: 'http://json-schema.org/draft-07/schema#' }, '/$schema must be https'],
    [nested(30), 'deeper than 24'],
    [{ description: 'x'.repeat(17_000) }, 'at most 16384 characters'],
  ])('is told of its fault: %j', (schema, fault) => {
    expect(jsonSchemaFault(schema)).toContain(fault);
  });
});
