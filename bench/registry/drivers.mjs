import Sqlite from 'better-sqlite3';
import pg from 'pg';

/**
 * A database through its bare driver, with `?` for values.
 *
 * @typedef {object} Driver
 * @property {'sqlite' | 'postgres'} dialect
 * @property {(text: string, values?: unknown[]) => Promise<any[]>} read
 * @property {(tables: Record<string, Record<string, unknown>[]>) => Promise<void>} insert in one transaction, table by table
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} url as DATABASE_URL
 * @returns {Promise<Driver>}
 */
export async function openDriver(url) {
  return url.startsWith('sqlite:') ? sqlite(url.slice('sqlite:'.length)) : postgres(url);
}

/** @returns {Driver} */
function sqlite(file) {
  const database = new Sqlite(file);
  database.pragma('journal_mode = WAL');
  const prepared = new Map();
  const prepare = (text) => {
    if (!prepared.has(text)) prepared.set(text, database.prepare(text));
    return prepared.get(text);
  };
  const plain = (value) => (typeof value === 'boolean' ? Number(value) : value);
  return {
    dialect: 'sqlite',
    read: async (text, values = []) => prepare(text).all(...values.map(plain)),
    insert: async (tables) =>
      database.transaction(() => {
        for (const [table, rows] of Object.entries(tables)) {
          for (const row of rows) {
            const names = Object.keys(row);
            const text = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
            prepare(text).run(...Object.values(row).map(plain));
          }
        }
      })(),
    close: async () => void database.close(),
  };
}

/** @returns {Promise<Driver>} */
async function postgres(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  /** @type {Map<string, string>} */
  const names = new Map();
  return {
    dialect: 'postgres',
    async read(text, values = []) {
      let number = 0;
      const numbered = text.replaceAll('?', () => `$${++number}`);
      // PostgreSQL tells names apart by their first 63 characters.
      const name = names.get(text) ?? `s${names.size}`;
      names.set(text, name);
      return (await client.query({ name, text: numbered, values })).rows;
    },
    async insert(tables) {
      await client.query('BEGIN');
      for (const [table, rows] of Object.entries(tables)) {
        const text = `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`;
        await client.query(text, [JSON.stringify(rows)]);
      }
      await client.query('COMMIT');
    },
    close: () => client.end(),
  };
}
