import { isSame } from './same.js';

/** A field that two states of something differ in. Null stands for no value. */
export interface Difference {
  /** JSON pointer of the field. */
  readonly pointer: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** What changed from one state to another, field by field, in the order of the later one. */
export function differencesBetween(before: object, after: object): Difference[] {
  const from = before as Record<string, unknown>;
  const to = after as Record<string, unknown>;
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return names
    .filter((name) => !isSame(from[name] ?? null, to[name] ?? null))
    .map((name) => ({ pointer: `/${name}`, from: from[name] ?? null, to: to[name] ?? null }));
}
