import { type Value } from '../database/database.js';

/** The condition on a client `c` that somebody gets to see: it is theirs, or nobody's. */
export function isVisible(visibleTo: string, values: Value[]): string {
  return `c.owner IN ('', $${values.push(visibleTo)})`;
}

/** The condition on what names no client in `column`, or one that somebody gets to see. */
export function namesVisible(column: string, visibleTo: string, values: Value[]): string {
  return `(${column} IS NULL OR EXISTS (SELECT 1 FROM clients c
    WHERE c.client_id = ${column} AND ${isVisible(visibleTo, values)}))`;
}

/** The same, where `column` may also name what is no client at all. */
export function namesNoneHidden(column: string, visibleTo: string, values: Value[]): string {
  return `NOT EXISTS (SELECT 1 FROM clients c WHERE c.client_id = ${column} AND NOT (${isVisible(visibleTo, values)}))`;
}
