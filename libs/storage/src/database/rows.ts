import { type Database, type Value } from './database.js';

/** A row by its columns. The names are ours: no caller's text may become one. */
export type NewRow = Readonly<Record<string, Value>>;

/** Inserts rows of the same columns in one statement. */
export async function insertRows(database: Database, table: string, rows: readonly NewRow[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const values: Value[] = [];
  const tuples = rows.map((row) => `(${columns.map((column) => `$${values.push(row[column]!)}`).join(', ')})`);
  await database.write(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${tuples.join(', ')}`, values);
}

/** The assignments of an UPDATE; adds what they need to `values`. */
export function assignments(row: NewRow, values: Value[]): string {
  return Object.entries(row)
    .map(([column, value]) => `${column} = $${values.push(value)}`)
    .join(', ');
}
