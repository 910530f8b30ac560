import { type Field } from './field.js';
import { type AnyRecord, type AnyResource, fieldsOfResource } from './resource.js';
import { type ResourceName, type Resources, resourceOf, resources } from './resources/index.js';
import { type Violation, violation } from './rule.js';

type Document = Readonly<Record<string, unknown>>;

/** The records that a field of a document names. */
export function idsIn(field: Field, document: Document): readonly string[] {
  const value = document[field.name];
  return value === undefined || value === null ? [] : (field.refersTo?.idsIn(value) ?? []);
}

/** The records of a resource, whose members nobody has looked at. */
export function recordsOf(records: Partial<Resources>, name: string): readonly AnyRecord[] | undefined {
  return records[name as ResourceName];
}

/** The fields among these that may name a record of a resource. */
export function fieldsReferringTo(resource: string, fields: Iterable<Field>): readonly Field[] {
  return [...fields].filter((field) => field.refersTo?.resources.includes(resource));
}

/** The records of other resources that name this one. */
export function referringRecords(
  records: Resources,
  { name, id }: { name: string; id: string },
): { resource: AnyResource; record: AnyRecord }[] {
  return (resources as readonly AnyResource[]).flatMap((resource) => {
    const fields = fieldsReferringTo(name, fieldsOfResource(resource));
    return (recordsOf(records, resource.name) ?? [])
      .filter((record) => fields.some((field) => idsIn(field, record).includes(id)))
      .map((record) => ({ resource, record }));
  });
}

/**
 * A violation for every field of a document that names a record which is not there.
 * @param records what there is; a resource that is left out is not known, and neither is whether it has a record
 */
export function danglingReferences(
  fields: Iterable<Field>,
  document: Document,
  records: Partial<Resources>,
): Violation[] {
  return [...fields].flatMap((field) => {
    const known = idsThatAre(field, records);
    const missing = known ? idsIn(field, document).filter((id) => !known.has(id)) : [];
    if (missing.length === 0) return [];
    const names = field.refersTo!.resources.map((name) => name.replaceAll('_', ' ')).join(' or ');
    const value = document[field.name];
    if (!Array.isArray(value)) {
      return [violation(`/${field.name}`, `must name ${names} of this server; it has no ${missing.join(', ')}`)];
    }
    return missing.map((id) =>
      violation(`/${field.name}/${value.indexOf(id)}`, `must name ${names} of this server; it has no ${id}`),
    );
  });
}

function idsThatAre(field: Field, records: Partial<Resources>): ReadonlySet<unknown> | undefined {
  const ids = new Set<unknown>();
  for (const name of field.refersTo?.resources ?? []) {
    const present = recordsOf(records, name);
    if (!present) return undefined;
    for (const record of present) ids.add(record[resourceOf(name).id]);
  }
  return ids;
}
