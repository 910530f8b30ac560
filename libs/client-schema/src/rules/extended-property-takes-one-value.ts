import { rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const extendedPropertyTakesOneValue = rule({
  id: 'extended-property-takes-one-value',
  spec: ours('claims'),
  severity: 'error',
  reads: ['extended_properties'],
  check: ({ extended_properties }, { extended_property_definitions }) =>
    extended_property_definitions
      .filter(({ name, multi_valued }) => !multi_valued && (extended_properties[name]?.length ?? 0) > 1)
      .map(({ name }) => violation(`/extended_properties/${name}`, 'must have one value')),
});
