/**
 * When a field applies, as data: evaluated by the form and by the API, and printed into the OpenAPI document as
 * `x-visible-when`. A condition looks at other fields of the same client and at nothing else.
 */
export type Condition =
  | { readonly is: string; readonly value: unknown }
  | { readonly includes: string; readonly value: unknown }
  | { readonly intersects: string; readonly values: readonly unknown[] }
  | { readonly not: Condition }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] };

export const is = (field: string, value: unknown): Condition => ({ is: field, value });
export const includes = (field: string, value: unknown): Condition => ({ includes: field, value });
export const intersects = (field: string, ...values: unknown[]): Condition => ({ intersects: field, values });
/** Whether a field without a default has a value. */
export const isPresent = (field: string): Condition => not(is(field, undefined));
export const not = (condition: Condition): Condition => ({ not: condition });
export const all = (...conditions: Condition[]): Condition => ({ all: conditions });
export const any = (...conditions: Condition[]): Condition => ({ any: conditions });

type Document = Readonly<Record<string, unknown>>;

/** Whether a condition holds for a document that has its defaults applied. */
export function holds(condition: Condition, document: Document): boolean {
  if ('is' in condition) return document[condition.is] === condition.value;
  if ('includes' in condition) return listOf(document[condition.includes]).includes(condition.value);
  if ('intersects' in condition) {
    return listOf(document[condition.intersects]).some((value) => condition.values.includes(value));
  }
  if ('not' in condition) return !holds(condition.not, document);
  if ('all' in condition) return condition.all.every((part) => holds(part, document));
  return condition.any.some((part) => holds(part, document));
}

/** The condition as a sentence fragment: `grant_types includes 'authorization_code'`. */
export function describe(condition: Condition): string {
  if ('is' in condition) return `${condition.is} == ${literal(condition.value)}`;
  if ('includes' in condition) return `${condition.includes} includes ${literal(condition.value)}`;
  if ('intersects' in condition) {
    return `${condition.intersects} intersects [${condition.values.map(literal).join(', ')}]`;
  }
  if ('not' in condition) {
    if ('is' in condition.not && condition.not.value === undefined) return `${condition.not.is} is present`;
    return 'is' in condition.not
      ? `${condition.not.is} != ${literal(condition.not.value)}`
      : `not (${describe(condition.not)})`;
  }
  if ('all' in condition) return condition.all.map(describePart).join(' and ');
  return condition.any.map(describePart).join(' or ');
}

/** A part of a longer condition, in parentheses where it is long itself. */
function describePart(part: Condition): string {
  return 'all' in part || 'any' in part ? `(${describe(part)})` : describe(part);
}

/** The fields a condition looks at. */
export function fieldsOf(condition: Condition): string[] {
  if ('is' in condition) return [condition.is];
  if ('includes' in condition) return [condition.includes];
  if ('intersects' in condition) return [condition.intersects];
  if ('not' in condition) return fieldsOf(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(fieldsOf);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
