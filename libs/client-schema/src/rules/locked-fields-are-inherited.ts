import { type Client, type ClientField, clientFields } from '../client.js';
import { inheritedValue, templateOf } from '../resolve-client.js';
import { rule, violation } from '../rule.js';
import { isSame } from '../same.js';
import { ours } from '../specs.js';

export const lockedFieldsAreInherited = rule({
  id: 'locked-fields-are-inherited',
  spec: ours('clients'),
  severity: 'error',
  // A template may lock any of them, and what a client inherits follows from the others.
  reads: [...clientFields.values()]
    .filter(({ options }) => options.access !== 'write_only')
    .map(({ name }) => name as ClientField),
  check(client, server) {
    const template = templateOf(client, server);
    if (!template) return [];
    const values = client as Readonly<Record<string, unknown>>;
    return template.locked_fields
      .filter((name) => !isSame(values[name], inheritedValue(client as unknown as Client, server, name).value))
      .map((name) => violation(`/${name}`, `must be what the client template ${template.id} says, which locks it`));
  },
});
