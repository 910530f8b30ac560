import { type ClientField, clientFields } from '../client.js';
import { danglingReferences } from '../dangling-references.js';
import { rule } from '../rule.js';
import { rfc } from '../specs.js';

const fields = [...clientFields.values()].filter(({ refersTo }) => refersTo !== undefined);

export const referencedRecordsExist = rule({
  id: 'referenced-records-exist',
  spec: rfc(7591, '2'),
  severity: 'error',
  reads: fields.map(({ name }) => name as ClientField),
  check: (client, server) => danglingReferences(fields, client as Readonly<Record<string, unknown>>, server),
});
