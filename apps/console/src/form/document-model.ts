import { type Field, type Issue } from '@clientele/client-schema';
import { type RecordNames } from '../words/record-names.js';

export type Document = Record<string, unknown>;

/** What a form knows of the kind of document that it edits. The client and the server's settings are two such kinds. */
export interface DocumentModel {
  readonly fields: ReadonlyMap<string, Field>;
  /** What the records that its fields name are called. */
  readonly names: RecordNames;
  /** The document with everything filled in that follows from a change to the named members. */
  settle(candidate: Document, named: ReadonlySet<string>): Document;
  /** Every fault of a settled document, in the words of the API. */
  faults(settled: Document, named: ReadonlySet<string>): Issue[];
  /** The names of the fields that apply to a document. */
  applicable(document: Document): ReadonlySet<string>;
  /** What a document has where it has no value of its own; undefined where the field does not inherit one. */
  inherited(name: string, document: Document): Inherited | undefined;
  /** Whether a field of this very document cannot be changed, whatever the others can; default: none is. */
  fixed?(name: string): boolean;
  /** Whether the form leaves a field out that applies; default: none. */
  hidden?(name: string, document: Document): boolean;
}

/** A value that a document has from elsewhere. */
export interface Inherited {
  readonly value: unknown;
  readonly origin: 'template' | 'server' | 'default';
  /** The name of the template that says it, or that locks the field. */
  readonly template?: string;
  /** Whether the document can have no other. */
  readonly locked?: boolean;
}
