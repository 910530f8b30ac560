import { hasUriSyntax } from './uri-syntax.js';

/** Longest address of an API. Characters. */
const maxLength = 2048;

/** Whether a value names an API as RFC 8707 §2 has it: an absolute URI, or a URN, without a fragment. */
export function isResourceUri(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= maxLength &&
    /^[a-z][a-z0-9+.-]*:[^#]+$/i.test(value) &&
    hasUriSyntax(value) &&
    URL.canParse(value)
  );
}
