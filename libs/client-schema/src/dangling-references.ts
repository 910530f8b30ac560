import { type Field } from './field.js';
import { type AnyRecord, idOf } from './resource.js';
import { type ResourceName, type Resources } from './resources/index.js';
import { type Violation, violation } from './rule.js';

type Document = Readonly<Record<string, unknown>>;
/** The records that there are, by resource; of clients their ids. */
type Known = Partial<Resources> & { readonly clients?: readonly { readonly id: string }[] };

/** The records that a field of a document names. */
export function idsIn(field: Field, document: Document): readonly string[] {
  const value = document[field.name];
  return value === undefined || value === null ? [] : (field.refersTo?.idsIn(value) ?? []);
}

/**
 * A violation for every field of a document that names a record which is not there.
 * @param records what there is; a resource that is left out is not known, and neither is whether it has a record. The
 *   clients of a registry are given where fields may name them
 */
export function danglingReferences(fields: Iterable<Field>, document: Document, records: Known): Violation[] {
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

function idsThatAre(field: Field, records: Known): ReadonlySet<unknown> | undefined {
  const ids = new Set<unknown>();
  for (const name of field.refersTo?.resources ?? []) {
    const present: readonly AnyRecord[] | undefined = records[name as ResourceName | 'clients'];
    if (!present) return undefined;
    for (const record of present) ids.add(idOf(record));
  }
  return ids;
}
