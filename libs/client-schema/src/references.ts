import { clientFields } from './client.js';
import { type Field } from './field.js';
import { idsIn } from './dangling-references.js';
import { type AnyRecord, type AnyResource, fieldsOfResource } from './resource.js';
import { type ResourceName, type Resources, resources } from './resources/index.js';

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
    const bequeathed = resource.name === 'client_templates' ? fieldsReferringTo(name, clientFields.values()) : [];
    return (recordsOf(records, resource.name) ?? [])
      .filter(
        (record) =>
          fields.some((field) => idsIn(field, record).includes(id)) ||
          bequeathed.some((field) => idsIn(field, record['defaults'] as AnyRecord).includes(id)),
      )
      .map((record) => ({ resource, record }));
  });
}
