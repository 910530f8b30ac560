import { type Field, type FieldGroup, acceptsNull, fieldsOfGroup, groupOptions } from './field.js';
import { type Issue } from './issue.js';
import { type Server, type Violation } from './rule.js';
import { type Spec } from './specs.js';

/** A record as it is stored and read: every member has a value, null where it has none. */
export type RecordOf<T> = { readonly [K in keyof T]-?: Kept<undefined extends T[K] ? T[K] | null : T[K]> };
type Kept<V> = V extends readonly (infer E)[] ? readonly E[] : Exclude<V, undefined>;

/**
 * A resource of the registry beside the clients: records that clients, settings and each other refer to by id. The
 * table, the API, its description and the documentation follow from the declaration.
 */
export interface Resource<N extends string = string, T extends object = never> {
  /** What fields that refer to it call it; with hyphens for underscores, its path in the API. */
  readonly name: N;
  /** Its fields. The name of the group is what one record is called: `access_token_manager`. */
  readonly members: FieldGroup<T>;
  /** The member that names a record: `id`, else `name`, else `type`. It is required, and never changes. */
  readonly id: keyof T & ('id' | 'name' | 'type');
  /** The scope that it takes to write records; default `settings:write`. */
  readonly writtenWith?: 'settings:write' | 'keys:write';
  /** Records that only administrators write, as they were or as they would be: they give power over the server. */
  readonly isForAdministrators?: (record: RecordOf<T>) => boolean;
  /** Whether clients prove by its records who they are: whoever writes one can act as the clients that name it. */
  readonly authenticatesClients?: true;
  /** Records of a new server; they are the server's own, and stay. Members that are left out have their default. */
  readonly standard: readonly Partial<T>[];
  /** What administrators may change of the server's own records. */
  readonly systemMembers: readonly (keyof T & string)[];
  /** Members that the rules of clients look at: a change to one is made only if every client stays valid. */
  readonly readByClientRules?: readonly (keyof T & string)[];
  /** Members that the clients which name a record inherit: a change is told with the clients that it concerns. */
  readonly inheritedMembers?: readonly (keyof T & string)[];
  /** Each record stands for a token that its creation makes and tells, once; kept is a digest of it, in this member. */
  readonly bearer?: { readonly digest: keyof T & string };
  readonly rules?: readonly ResourceRule<T>[];
}

/** A rule of one record, beyond the shape of its fields. */
export interface ResourceRule<T extends object> {
  /** States what holds for a good record. */
  readonly id: string;
  readonly spec: Spec;
  /** @param server with the record as it is to be among its records */
  check(record: RecordOf<T>, server: Server): Violation | readonly Violation[] | undefined;
}

/** A resource whose fields are not known when the code is compiled. */
// oxlint-disable-next-line typescript/no-explicit-any -- the members of its records are read by their declared names
export type AnyResource = Resource<string, any>;

/** A record whose members nobody has looked at. */
export type AnyRecord = Readonly<Record<string, unknown>>;

/** What names a record: its id, else its name, else its type. */
export function idOf(record: AnyRecord): unknown {
  return 'id' in record ? record['id'] : 'name' in record ? record['name'] : record['type'];
}

/** The path of a resource in the API: `/access-token-managers`. */
export function pathOf({ name }: Pick<AnyResource, 'name'>): string {
  return `/${name.replaceAll('_', '-')}`;
}

/** What one record is called where words are joined: `access_token_manager`. */
export function recordTypeOf({ members }: AnyResource): string {
  return groupOptions(members as FieldGroup).name;
}

/** What one record is called in a sentence: `access token manager`. */
export function nounOf(resource: AnyResource): string {
  return recordTypeOf(resource)
    .replaceAll('_', ' ')
    .replaceAll(/\b(?:ca|http)\b/g, (letters) => letters.toUpperCase());
}

/** The fields of a resource, in the order of their declaration. */
export function fieldsOfResource({ members }: AnyResource): readonly Field[] {
  return fieldsOfGroup(members as FieldGroup);
}

/** A record of what a document says: what it leaves out has its default, or null where there is none. */
export function completeRecord<T extends object>(members: FieldGroup<T>, document: Readonly<Partial<T>>): RecordOf<T> {
  const given = document as AnyRecord;
  return Object.fromEntries(
    fieldsOfGroup(members).map((field) => [
      field.name,
      given[field.name] ?? structuredClone(field.options.default) ?? (acceptsNull(field) ? null : undefined),
    ]),
  ) as RecordOf<T>;
}

/** Every rule that a record of good shape breaks. */
export function recordIssues(resource: AnyResource, record: AnyRecord, server: Server): Issue[] {
  return (resource.rules ?? []).flatMap((rule) =>
    [rule.check(record, server) ?? []].flat().map((found) => ({ ...found, rule: rule.id })),
  );
}
