import { jsonSchemaFault, schemaFormats } from '@clientele/client-schema/json-schema-fault';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDetails } from './authorization-detail.js';
import { detailFault } from './detail-schemas.js';

const name = fc.constantFrom('a', 'b', 'type', '__proto__', 'constructor', 'valueOf', '');
const count = fc.nat({ max: 3 });
const type = fc.constantFrom('object', 'array', 'string', 'number', 'integer', 'boolean', 'null');
const pattern = fc.constantFrom('^a', '[a-z]{1,3}$', '^(?:a|b)?$', '\\p{L}', '(a+)+$');

const keyword = (names: readonly string[], value: fc.Arbitrary<unknown>) => fc.tuple(fc.constantFrom(...names), value);

/** Schemas of every keyword, most of them without sense, and some with a fault. */
function schemas(depth: number): fc.Arbitrary<unknown> {
  const leaves = [
    keyword(['required'], fc.array(name, { maxLength: 3 })),
    keyword(['dependentRequired'], fc.dictionary(name, fc.array(name), { maxKeys: 2, noNullPrototype: true })),
    keyword(['type'], fc.oneof(type, fc.array(type, { minLength: 1, maxLength: 3 }))),
    keyword(['enum'], fc.array(fc.jsonValue({ maxDepth: 1 }), { minLength: 1, maxLength: 3 })),
    keyword(['const', 'default'], fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constant({ a: 1 }))),
    keyword(['pattern'], pattern),
    keyword(['format'], fc.constantFrom(...schemaFormats)),
    keyword(['uniqueItems'], fc.boolean()),
    keyword(['multipleOf'], fc.constantFrom(1, 0.01)),
    keyword(['minProperties', 'maxProperties', 'minContains', 'maxContains', 'minItems', 'maxItems'], count),
    keyword(['minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'], count),
    keyword(['title', '$comment'], fc.string()),
  ];
  const one = depth === 0 ? fc.boolean() : schemas(depth - 1);
  const some = fc.array(one, { minLength: 1, maxLength: 2 });
  const named = fc.dictionary(name, one, { maxKeys: 2, noNullPrototype: true });
  const branches = [
    keyword(['not', 'if', 'then', 'else', 'items', 'contains', 'propertyNames'], one),
    keyword(['additionalProperties', 'unevaluatedProperties'], one),
    keyword(['allOf', 'anyOf', 'oneOf', 'prefixItems'], some),
    keyword(['properties', 'dependentSchemas'], named),
    keyword(['patternProperties'], fc.dictionary(pattern, one, { maxKeys: 1, noNullPrototype: true })),
  ];
  return fc
    .uniqueArray(fc.oneof(...leaves, ...branches), { maxLength: 4, selector: ([keyword]) => keyword })
    .map((members) => Object.fromEntries(members));
}

describe('a schema without fault', () => {
  it('can be compiled, and says of every value whether it is as it says', () => {
    let kept = 0;
    fc.assert(
      fc.property(
        schemas(3),
        fc.array(
          fc.dictionary(
            name,
            fc.oneof(
              fc.jsonValue(),
              fc.dictionary(name, fc.constant(1)),
              fc.array(fc.dictionary(name, fc.constant(1))),
            ),
          ),
          { minLength: 1, maxLength: 4 },
        ),
        (candidate, details) => {
          if (jsonSchemaFault(candidate) !== undefined) return;
          kept++;
          const record = {
            type: 'any',
            description: null,
            schema: candidate as Record<string, unknown>,
            active: true,
          };
          // As a request brings them.
          const read = details.flatMap((members) => parseDetails(JSON.stringify([{ ...members, type: 'any' }])) ?? []);
          for (const detail of read) expect(['undefined', 'string']).toContain(typeof detailFault(detail, record));
        },
      ),
      { numRuns: 500 },
    );
    expect(kept).toBeGreaterThan(100);
  });

  it.each([
    [{ required: ['a', 'a'], properties: { a: {} } }, { a: 1 }, undefined],
    [{ required: ['a'], properties: { a: { type: ['string', 'string'] } } }, {}, "must have required property 'a'"],
    [{}, { a: 1 }, 'must NOT have unevaluated properties'],
    [{ additionalProperties: true }, { a: 1 }, undefined],
    [{ allOf: [{ properties: { a: true } }, { properties: { b: true } }] }, { a: 1, b: 2 }, undefined],
    [{ properties: { a: { format: 'uri' } } }, { a: 'no address' }, '/a must match format "uri"'],
    [{ additionalProperties: false, properties: { a: true } }, { a: 1 }, undefined],
  ])('%j says of %j: %s', (demands, members, fault) => {
    expect(
      detailFault({ type: 't', ...members }, { type: 't', description: null, schema: demands, active: true }),
    ).toBe(fault);
  });
});
