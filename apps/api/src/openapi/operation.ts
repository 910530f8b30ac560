import { type Json } from '@clientele/client-schema';
import { type problems } from '../problems/problem-types.js';
import { type ParameterName } from './parameters.js';
import { type SchemaName } from './schemas.js';

/** A body, in a request or an answer. */
export interface Body {
  readonly schema: SchemaName;
  readonly example: Json;
}

/** What one operation says of itself; its method, path and scope are read from the controller. */
export interface OperationDoc {
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters?: readonly ParameterName[];
  /** A JSON body; `patch` ones come as merge patch or as JSON Patch. */
  readonly body?: Body & { readonly kind?: 'json' | 'patch'; readonly optional?: boolean };
  /** Answers that are no problems, by status. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Problems beyond those that every operation may have. */
  readonly problems?: readonly (keyof typeof problems)[];
}

export interface Answer {
  readonly description: string;
  readonly body?: Body;
  /** A body that is not JSON, by media type. */
  readonly text?: string;
  readonly headers?: readonly ('ETag' | 'Location' | 'Link')[];
}

export type Operations = Readonly<Record<string, OperationDoc>>;
