import { type Database, type Dialect, type Value } from './database.js';

/**
 * The index over `clients.search_text` by trigrams: on SQLite a table of FTS5, `client_search`, that triggers keep; on
 * PostgreSQL one of the extension pg_trgm, where that may be installed. Without it clients are looked at one by one.
 */

/** Whether the index can narrow down who has this text. */
export async function findsByIndex(database: Database, text: string): Promise<boolean> {
  // pg_trgm takes letters and digits alone, SQLite any character.
  const hasTrigram = database.dialect === 'sqlite' ? /.{3}/su : /[\p{L}\p{N}]{3}/u;
  return hasTrigram.test(text) && (await database.hasTextIndex());
}

/** The condition on a client `c` that its text has this part. */
export function isPart(dialect: Dialect, text: string, values: Value[]): string {
  return dialect === 'sqlite'
    ? `instr(c.search_text, $${values.push(text)}) > 0`
    : // Concatenated with nothing, the column is not the one that the index is about.
      `(c.search_text || '') LIKE $${values.push(pattern(text))} ESCAPE '\\'`;
}

/** The same through the index: where the rows of the candidates come from, and the condition on a client `c`. */
export function indexedText(dialect: Dialect, text: string, values: Value[]): { source: string; condition: string } {
  if (dialect === 'postgres') {
    const like = `search_text LIKE $${values.push(pattern(text))} ESCAPE '\\'`;
    return { source: `clients WHERE ${like}`, condition: `c.${like}` };
  }
  const source = `client_search WHERE client_search MATCH $${values.push(trigrams(text))}`;
  return {
    source,
    get condition() {
      return `c.id IN (SELECT n.client FROM client_search_rows n WHERE n.number IN (SELECT rowid FROM ${source}))
        AND ${isPart('sqlite', text, values)}`;
    },
  };
}

function pattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** As many trigrams as are asked for: a longer text is narrowed down enough by its beginning. */
const enough = 64;

/** Every three characters in a row: who has the text has them all. */
function trigrams(text: string): string {
  const characters = Array.from(text);
  const all = characters.slice(2, enough + 2).map((_, at) => characters.slice(at, at + 3).join(''));
  return [...new Set(all)].map((one) => `"${one.replaceAll('"', '""')}"`).join(' AND ');
}
