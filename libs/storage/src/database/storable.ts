/**
 * Whether a text can be in the database at all: PostgreSQL has no U+0000. What cannot be there is not found, without
 * asking. Anything but a text is refused, so that a condition is never left out for want of a value.
 * @throws TypeError
 */
export function storable(text: unknown): text is string {
  if (typeof text !== 'string') throw new TypeError('an identifier is a text');
  return !text.includes('\0');
}
