import { type Issue } from '@clientele/client-schema';
import { type FieldErrors } from 'react-hook-form';
import { type Document } from './document-model.js';

/** The member of the document that a pointer leads into. RFC 6901 §4. */
export function memberOf(pointer: string): string {
  return (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The entry of a list that a pointer leads to: 2 for `/redirect_uris/2`. */
export function elementOf(pointer: string): number | undefined {
  const index = pointer.split('/')[2];
  return index !== undefined && /^\d+$/.test(index) ? Number(index) : undefined;
}

/** Whether a pointer leads to a place in a document, or below it; `claims/email` is a place within `claims`. */
export function isAt(place: string, pointer: string): boolean {
  return pointer === `/${place}` || pointer.startsWith(`/${place}/`);
}

/** Faults as react-hook-form keeps them: one entry per field, and in `types` every fault by its pointer. */
export function fieldErrors(issues: readonly Issue[]): FieldErrors<Document> {
  const errors: Record<string, { type: string; message: string; types: Record<string, string[]> }> = {};
  for (const { pointer, rule, detail } of issues) {
    const entry = (errors[memberOf(pointer)] ??= { type: rule, message: detail, types: {} });
    (entry.types[pointer] ??= []).push(detail);
  }
  return errors;
}

/** A fault as a control shows it. */
export interface Fault {
  readonly element: number | undefined;
  readonly detail: string;
}

/** The faults of one field, from what react-hook-form kept. */
export function faultsOf(error: { types?: Record<string, unknown> } | undefined): Fault[] {
  return Object.entries(error?.types ?? {}).flatMap(([pointer, details]) =>
    (Array.isArray(details) ? details : [details]).map((detail) => ({
      element: elementOf(pointer),
      detail: String(detail),
    })),
  );
}
