import { type Issue, acceptsNull, fieldsOfGroup, type FieldGroup } from '@clientele/client-schema';
import { shapeFaults } from '@clientele/client-schema/shape';
import { problems } from '../../problems/problem-types.js';
import { refuse } from '../../problems/problem.js';
import { type Document } from './body.js';
import { refuseUnknown } from './whole-document.js';

/**
 * Reads a document of a resource whose members are declared like the fields of a client.
 * @param extra members beyond the declared ones, which the caller checks itself
 * @returns every declared member, absent ones with their default, or null where there is none
 * @throws Problem 400 for unknown members, 422 for faulty ones
 */
export function membersOf<T extends object>(
  group: FieldGroup<T>,
  document: Document,
  { extra = [], faults = [] }: { extra?: readonly string[]; faults?: readonly Issue[] } = {},
): T {
  const fields = fieldsOfGroup(group);
  refuseUnknown(Object.keys(document), new Set([...fields.map(({ name }) => name), ...extra]));
  refuse(problems.invalidDocument, [...shapeFaults(group, document), ...faults]);
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      document[field.name] ?? structuredClone(field.options.default) ?? (acceptsNull(field) ? null : undefined),
    ]),
  ) as T;
}
