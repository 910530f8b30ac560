import { validateSync } from 'class-validator';
import { groupsOf, sections } from './client.js';
import { type Field, type FieldGroup, fieldsOfGroup } from './field.js';
import { type Issue, pointerTo } from './issue.js';

type Document = Readonly<Record<string, unknown>>;

/** Every fault in the shape of a client: each field by itself, as its kind demands. */
export function clientShapeFaults(document: Document): Issue[] {
  return sections.flatMap((section) => groupsOf(section).flatMap((group) => shapeFaults(group, document)));
}

/** The faults in the shape of the fields of one group. */
export function shapeFaults(
  group: FieldGroup,
  document: Document,
  concerns: (field: Field) => boolean = () => true,
): Issue[] {
  const fields = fieldsOfGroup(group).filter(concerns);
  if (fields.length === 0) return [];
  const instance = new group() as Record<string, unknown>;
  for (const { name } of fields) if (Object.hasOwn(document, name)) instance[name] = document[name];
  const errors = validateSync(instance, { forbidUnknownValues: false });
  return fields.flatMap((field) => {
    const error = errors.find(({ property }) => property === field.name);
    return error ? faultsOf(field, error.constraints ?? {}, document[field.name]) : [];
  });
}

function faultsOf(field: Field, constraints: Record<string, string>, value: unknown): Issue[] {
  const pointer = pointerTo(field.name);
  if (value === undefined) return [{ pointer, rule: 'required', detail: 'is required' }];
  const { eachElement, ...whole } = constraints;
  const own = Object.entries(whole).map(([name, detail]) => ({ pointer, rule: kebab(name), detail }));
  // Of a list that is too long, one fault says enough.
  if (!eachElement || !Array.isArray(value) || whole['arrayMaxSize']) return own;
  const elements = value.flatMap((element, index) => {
    const fault = field.elementFault?.(element);
    return fault ? [{ pointer: `${pointer}/${index}`, ...fault }] : [];
  });
  return [...own, ...elements];
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
