/** One fault of a document: where, which rule, and what must hold, in words that follow the name of the field. */
export interface Issue {
  /** RFC 6901 pointer into the document. */
  pointer: string;
  /** Id of the cross-field rule, or of the check that the kind of the field makes. */
  rule: string;
  detail: string;
}

/** RFC 6901 §3: `~` and `/` are escaped. */
export function pointerTo(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The member of the document that an issue is about. */
export function memberOf({ pointer }: { pointer: string }): string {
  return (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}
