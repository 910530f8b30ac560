import { validateSync } from 'class-validator';
import { type Client, clientFields, groupsOf, sections, settingsFields, settingsGroups } from './client.js';
import { describe, holds } from './conditions.js';
import { type Field, type FieldGroup, fieldsOfGroup } from './field.js';
import { resolveClient } from './resolve-client.js';
import { type Server } from './rule.js';
import { rules } from './rules/index.js';

type Document = Readonly<Record<string, unknown>>;

/** One fault of a document: where, which rule, and what must hold, in words that follow the name of the field. */
export interface Issue {
  /** RFC 6901 pointer into the document. */
  pointer: string;
  /** Id of the cross-field rule, or of the check that the kind of the field makes. */
  rule: string;
  detail: string;
}

/** Members that no client has. They are a fault of the document itself, not of the client that it describes. */
export function unknownMembers(document: Document, known: ReadonlyMap<string, unknown> = clientFields): Issue[] {
  return Object.keys(document)
    .filter((name) => !known.has(name))
    .map((name) => ({ pointer: pointerTo(name), rule: 'known-field', detail: 'is not a known field' }));
}

/**
 * Every fault of a client: the shape of each field, then each cross-field rule whose fields are well shaped.
 *
 * @param candidate the whole client, as `settleClient` returned it
 * @param named the members that the change names: a value written where it does not apply is refused
 */
export function validateClient(candidate: Document, server: Server, named: ReadonlySet<string> = new Set()): Issue[] {
  const shape = sections.flatMap((section) => groupsOf(section).flatMap((group) => shapeFaults(group, candidate)));
  const faulty = new Set(shape.map(({ pointer }) => pointer.split('/')[1]));
  const effective = resolveClient(candidate as unknown as Client, server.settings);

  const misplaced = [...named].flatMap((name) => misplacedField(name, candidate, effective as unknown as Document));
  const broken = rules
    .filter((rule) => rule.severity === 'error' && !rule.reads.some((name) => faulty.has(name)))
    .flatMap((rule) => violations(rule.check(effective, server)).map((found) => ({ ...found, rule: rule.id })));
  return [...shape, ...misplaced, ...broken];
}

/** What is allowed but unwise about a client that has no fault, and is told when it is saved. */
export function adviseClient(client: Document, server: Server): Issue[] {
  const effective = resolveClient(client as unknown as Client, server.settings);
  return rules
    .filter((rule) => rule.severity === 'advice')
    .flatMap((rule) => violations(rule.check(effective, server)).map((found) => ({ ...found, rule: rule.id })));
}

/** Every fault of a settings document. Each member has the checks of the field that inherits it. */
export function validateSettings(candidate: Document): Issue[] {
  return settingsGroups
    .flatMap((group) => shapeFaults(group, candidate, (field) => settingsFields.has(field.name)))
    .concat(
      [...settingsFields.keys()]
        .filter((name) => candidate[name] === null)
        .map((name) => ({ pointer: pointerTo(name), rule: 'has-value', detail: 'must have a value' })),
    );
}

/** The faults in the shape of the fields of one group. */
function shapeFaults(group: FieldGroup, document: Document, concerns: (field: Field) => boolean = () => true): Issue[] {
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
  if (!eachElement || !Array.isArray(value)) return own;
  const elements = value.flatMap((element, index) => {
    const fault = field.elementFault?.(element);
    return fault ? [{ pointer: `${pointer}/${index}`, ...fault }] : [];
  });
  return [...own, ...elements];
}

/** A value that was written for a field which the other fields make meaningless. */
function misplacedField(name: string, candidate: Document, effective: Document): Issue[] {
  const field = clientFields.get(name);
  const condition = field?.options.visibleWhen;
  if (!field || !condition || holds(condition, effective)) return [];
  const value = candidate[name];
  if (value === undefined || value === null || isSame(value, field.options.default)) return [];
  return [{ pointer: pointerTo(name), rule: 'field-applies', detail: `does not apply: it needs ${describe(condition)}` }];
}

function violations<T>(result: T | readonly T[] | undefined): readonly T[] {
  if (result === undefined) return [];
  return Array.isArray(result) ? (result as readonly T[]) : [result as T];
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** RFC 6901 §3: `~` and `/` are escaped. */
function pointerTo(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
