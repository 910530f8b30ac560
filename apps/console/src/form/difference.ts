import { type Field } from '@clientele/client-schema';
import { valueInWords } from '../words/values.js';
import { type Document, type DocumentModel } from './document-model.js';

/** The values that the controls of a form hold: one per field, null for none. */
export function formValues(fields: ReadonlyMap<string, Field>, document: Document): Document {
  // A client of a template holds only what it says itself; where any other says nothing, it holds the default.
  const holdsDefaults = (document['client_template_id'] ?? null) === null;
  const defaultOf = ({ options }: Field): unknown => (holdsDefaults ? (options.default ?? null) : null);
  return Object.fromEntries(
    [...fields.values()].map((field) => [field.name, document[field.name] ?? defaultOf(field)]),
  );
}

/** The members in which a form differs from the document that it started with. */
export function edits<T extends object>(base: T, values: T): Partial<T> {
  const before = new Map<string, unknown>(Object.entries(base));
  const changed = Object.entries(values).filter(([name, value]) => !isSame(value, before.get(name)));
  return Object.fromEntries(changed) as Partial<T>;
}

/**
 * The merge patch (RFC 7396) that a save sends: the edited members, and of those the ones that apply. What was typed
 * into a field that has vanished since stays in the form and is not sent.
 */
export function mergePatch(model: DocumentModel, base: Document, values: Document): Document {
  const applies = model.applicable(values);
  return Object.fromEntries(Object.entries(edits(base, values)).filter(([name]) => applies.has(name)));
}

/**
 * Edited members as a merge patch sends them: RFC 7396 merges objects member by member, so one that was taken out has to
 * be named with null.
 */
export function asSent(base: Document, patch: Document): Document {
  return Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, within(base[name], value)]));
}

function within(before: unknown, after: unknown): unknown {
  if (!isObject(before) || !isObject(after)) return after;
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  return Object.fromEntries([
    ...Object.entries(after)
      .filter(([name, value]) => !isSame(value, before[name]))
      .map(([name, value]) => [name, within(before[name], value)] as const),
    ...gone.map((name) => [name, null] as const),
  ]);
}

function isObject(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One edited field, told in words. */
export interface Change {
  readonly name: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** `Access token lifetime: 5 minutes (inherited) → 15 minutes`, field by field, in the order of the form. */
export function changesInWords(model: DocumentModel, base: Document, next: Document): Change[] {
  return [...model.fields.values()]
    .filter(({ name }) => name in next && !isSame(next[name], base[name] ?? null))
    .map((field) => ({
      name: field.name,
      label: field.options.label,
      before: inWords(model, field, base),
      after: inWords(model, field, { ...base, ...next }),
    }));
}

/** The value of a field in words, with where it comes from when the document has none of its own. */
export function inWords(model: DocumentModel, field: Field, document: Document): string {
  const value = document[field.name];
  const inherited = value === null || value === undefined ? model.inherited(field.name, document) : undefined;
  if (!inherited) return valueInWords(field, value, model.names);
  return `${valueInWords(field, inherited.value, model.names)} (${inherited.origin === 'default' ? 'default' : 'inherited'})`;
}

/** Equality of JSON values; the order of members counts, as none of ours is an unordered map. */
export function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left ?? null) === JSON.stringify(right ?? null);
}
