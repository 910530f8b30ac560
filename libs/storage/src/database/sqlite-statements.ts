import { type Outcome, type Value } from './database.js';
import { type SqliteHandle, type SqliteStatement } from './sqlite-driver.js';

interface Prepared {
  readonly statement: SqliteStatement;
  /** Which value each placeholder stands for. */
  readonly order: readonly number[];
}

/** The prepared statements of one connection. */
export class SqliteStatements {
  readonly #prepared = new Map<string, Prepared>();

  constructor(private readonly handle: SqliteHandle) {}

  all<T>(text: string, values: readonly Value[], kept = true): T[] {
    const { statement, order } = kept ? this.#kept(text) : this.#prepare(text);
    return statement.all(...inOrder(order, values)) as T[];
  }

  execute<T>(text: string, values: readonly Value[]): Outcome<T> {
    const { statement, order } = this.#kept(text);
    if (!statement.reader) return { rows: [], affected: statement.run(...inOrder(order, values)).changes };
    const rows = statement.all(...inOrder(order, values)) as T[];
    return { rows, affected: rows.length };
  }

  #kept(text: string): Prepared {
    let prepared = this.#prepared.get(text);
    if (!prepared) this.#prepared.set(text, (prepared = this.#prepare(text)));
    return prepared;
  }

  #prepare(text: string): Prepared {
    const order: number[] = [];
    const anonymous = text.replace(/\$(\d+)/g, (_, number: string) => {
      order.push(Number(number) - 1);
      return '?';
    });
    return { statement: this.handle.prepare(anonymous), order };
  }
}

/** SQLite has no booleans: they are 0 and 1. */
function inOrder(order: readonly number[], values: readonly Value[]): unknown[] {
  return order.map((index) => {
    const value = values[index];
    if (value === undefined) throw new TypeError(`no value for $${index + 1}`);
    return typeof value === 'boolean' ? Number(value) : value;
  });
}
