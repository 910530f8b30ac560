import { type Condition } from './conditions.js';
import { type Spec } from './specs.js';

export type Json = null | boolean | number | string | Json[] | { [member: string]: Json };
export type JsonSchema = { [keyword: string]: unknown };

/** What every field says of itself, whatever its kind. */
export interface FieldOptions {
  /** The name people read on the form. */
  label: string;
  /** One line under the control: what the setting does, with its unit where it has one. */
  help: string;
  spec: Spec;
  /** Absent: the field always applies. Where the condition does not hold, the field holds its default. */
  visibleWhen?: Condition;
  /** The value of a client that does not say; absent: the client has none. */
  default?: Json;
  /**
   * The server setting of the same name has this value until an administrator changes it, and a client whose value is
   * null or absent takes the setting's.
   */
  inherits?: Json;
  /** `read_only`: set by the server. `create_only`: fixed after creation. `write_only`: never shown again. */
  access?: 'read_only' | 'create_only' | 'write_only';
  required?: boolean;
  /** Of a closed list: values for old applications alone, with what is wrong with them; a form keeps them folded. */
  discouraged?: { readonly values: readonly string[]; readonly why: string; readonly spec: Spec };
  /** Of a list of words: how an entry is spelled that may be written in several ways. */
  normalise?(entry: string): string;
  example?: Json;
}

/** The controls that a form knows. One kind of field has one control. */
export type Control =
  | 'text'
  | 'text-area'
  | 'uri'
  | 'flag'
  | 'choice'
  | 'choices'
  | 'list'
  | 'uri-list'
  | 'duration'
  | 'number'
  | 'instant'
  | 'secret'
  | 'json'
  | 'scopes'
  | 'reference';

/** One setting of a client, as declared: everything that validation, OpenAPI, the form and the documentation need. */
export interface Field {
  readonly name: string;
  readonly kind: string;
  readonly control: Control;
  readonly options: FieldOptions;
  /** JSON Schema 2020-12 of a present value. */
  readonly schema: JsonSchema;
  /** For a list: what is wrong with one element, so that a fault can point at `/redirect_uris/2`. */
  readonly elementFault?: ElementCheck;
  /** For a value that names records of a resource: which ones. */
  readonly refersTo?: Reference;
}

/** How a value names records of other resources. */
export interface Reference {
  /** The resources in which a record of that id may be, by name. */
  readonly resources: readonly string[];
  /** The ids in a value of the right shape. */
  idsIn(value: unknown): readonly string[];
}

/** Says what is wrong with one element of a list, or nothing. */
export type ElementCheck = (element: unknown) => { rule: string; detail: string } | undefined;

/** What a group of fields is called on the form. One group is one card. */
export interface GroupOptions {
  name: string;
  title: string;
  intro: string;
  spec: Spec;
}

/**
 * A class whose instances hold the fields of one card. The type of a property says what an absent value means:
 * `x: T` has a default (or must be given), `x?: T` may be missing, `x?: T | null` inherits the server's.
 */
export type FieldGroup<T extends object = object> = new () => T;

const declared = new WeakMap<object, Map<string, Field>>();
const groups = new WeakMap<object, GroupOptions>();

/** Names the card that the fields of a class make up. */
export function Group(options: GroupOptions) {
  return (group: FieldGroup): void => {
    groups.set(group, options);
  };
}

export function groupOptions(group: FieldGroup): GroupOptions {
  const options = groups.get(group);
  if (!options) throw new TypeError(`${group.name} carries no @Group`);
  return options;
}

/** Records a field on the class whose property it decorates. Kinds call it; nothing else does. */
export function declareField(group: object, field: Field): void {
  const fields = declared.get(group) ?? new Map<string, Field>();
  fields.set(field.name, field);
  declared.set(group, fields);
}

/** The fields of a group in the order of their declaration. */
export function fieldsOfGroup(group: FieldGroup): Field[] {
  return [...(declared.get(group.prototype)?.values() ?? [])];
}

/** Whether a client without a value takes a server setting's. */
export function inherits(field: Field): boolean {
  return field.options.inherits !== undefined;
}

/** Whether null is a value of this field: "no value of its own". A field with a default or a duty has none. */
export function acceptsNull(field: Field): boolean {
  return field.options.default === undefined && !field.options.required;
}
