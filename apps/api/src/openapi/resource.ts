import { type Json, type JsonSchema } from '@clientele/client-schema';
import { type problems } from '../problems/problem-types.js';
import { type ParameterName } from './parameters.js';

/** One resource of the API, as the reference describes it. */
export interface Resource<S extends string = string> {
  /** Its heading. */
  readonly name: string;
  readonly description: string;
  /** By the name of the handler; method, path and scope are read from the controller. */
  readonly operations: Readonly<Record<string, OperationDoc<NoInfer<S>>>>;
  /** The shapes of what goes in and out. */
  readonly schemas: Readonly<Record<S, JsonSchema>>;
}

/** Declares a resource; the compiler holds its operations to the shapes that it has. */
export function resource<S extends string>(definition: Resource<S>): Resource {
  return definition;
}

/** What one operation says of itself. */
export interface OperationDoc<S extends string = string> {
  readonly summary: string;
  readonly description: string;
  readonly parameters?: readonly ParameterName[];
  /** A JSON body; `patch` ones come as merge patch or as JSON Patch. */
  readonly body?: Body<S> & { readonly kind?: 'json' | 'patch'; readonly optional?: boolean };
  /** The same for many at once, with one JSON value per line: what a line of the request is, and one of the answer. */
  readonly lines?: { readonly taken?: Body<S>; readonly answered: Body<S> };
  /** Answers that are no problems, by status. */
  readonly answers: Answers<S>;
  /** Problems beyond those that every operation may have. */
  readonly problems?: readonly (keyof typeof problems)[];
}

/** A body, in a request or an answer. */
export interface Body<S extends string = string> {
  readonly schema: S;
  readonly example: Json;
}

export interface Answer<S extends string = string> {
  readonly description: string;
  readonly body?: Body<S>;
  /** A body that is not JSON, by media type. */
  readonly text?: string;
  readonly headers?: readonly ('ETag' | 'Location' | 'Link')[];
}

type Answers<S extends string> = Readonly<Record<number, Answer<S>>>;

/** One page of a list, here with one item. */
export function onePage<const S extends string>(schema: S, item: Json): Answers<S> {
  const example = { items: [item], next: null, total: 1 };
  return { 200: { description: 'One page.', headers: ['Link'], body: { schema, example } } };
}

/** What is read, or that it is what the caller knows. */
export function found<const S extends string>(what: string, body: Body<S>): Answers<S> {
  return {
    200: { description: `The ${what}.`, headers: ['ETag'], body },
    304: { description: 'Nothing has changed.', headers: ['ETag'] },
  };
}

/** What was created; or, of a dry run, what would have been. */
export function created<const S extends string>(what: string, body: Body<S>, rehearsed: Body<S> = body): Answers<S> {
  return {
    200: { description: 'With `dry_run`: what would be stored.', body: rehearsed },
    201: { description: `The ${what}.`, headers: ['ETag', 'Location'], body },
  };
}

/** What was created or replaced. */
export function stored<const S extends string>(what: string, body: Body<S>, fresh: Body<S> = body): Answers<S> {
  return {
    200: {
      description: `The ${what} was replaced; or, with \`dry_run\`, what would be stored.`,
      headers: ['ETag'],
      body,
    },
    201: { description: `The ${what} was created.`, headers: ['ETag', 'Location'], body: fresh },
  };
}

/** What a change has left. */
export function changed<const S extends string>(what: string, body: Body<S>): Answers<S> {
  return { 200: { description: `The ${what} after the change.`, headers: ['ETag'], body } };
}

/** Nothing but that it was done. */
export function done(description: string): Answers<never> {
  return { 204: { description } };
}
