import { describe, expect, it } from 'vitest';
import { completeRecord } from '../resource.js';
import { ExtendedPropertyDefinitionMembers } from '../resources/extended-property-definitions.js';
import { aClient, aServer, issuesOf } from '../testing.js';

const server = aServer({
  extended_property_definitions: [
    completeRecord(ExtendedPropertyDefinitionMembers, { name: 'unit' }),
    completeRecord(ExtendedPropertyDefinitionMembers, { name: 'teams', multi_valued: true }),
  ],
});
const withProperties = (extended_properties: Record<string, string[]>) => aClient({ extended_properties }, server);

describe('extended-property-takes-one-value', () => {
  it('refuses two values of a property that takes one', () => {
    expect(issuesOf(withProperties({ unit: ['north', 'south'] }), server)).toMatchObject([
      { pointer: '/extended_properties/unit', rule: 'extended-property-takes-one-value' },
    ]);
  });

  it('accepts one, and several of a property that takes several', () => {
    expect(issuesOf(withProperties({ unit: ['north'], teams: ['red', 'blue'] }), server)).toEqual([]);
  });

  it('leaves properties that are not defined to the rule about references', () => {
    expect(issuesOf(withProperties({ mood: ['good', 'bad'] }), server)).toMatchObject([
      { pointer: '/extended_properties', rule: 'referenced-records-exist' },
    ]);
  });

  it.each([[[]], [{ unit: 'north' }], [{ unit: [] }], [{ unit: [1] }], [{ unit: ['x'.repeat(1025)] }]])(
    'leaves what is no set of properties to its kind: %j',
    (value) => {
      expect(issuesOf(withProperties(value as never), server)).toMatchObject([{ rule: 'properties' }]);
    },
  );
});
