import Database from 'better-sqlite3';
import pg from 'pg';

/**
 * What the limit server keeps, with the bare driver and as durable as Clientele keeps it: whatever was answered survives
 * a power cut, and what arrives in one turn of the event loop is committed together.
 *
 * @typedef {object} State
 * @property {(digest: string, claims: string, exp: number) => Promise<void>} putToken
 * @property {(digest: string, now: number) => Promise<string | undefined>} getToken the claims, as they were put
 * @property {(handle: string, digest: string) => Promise<void>} putFamily
 * @property {(next: string, handle: string, spent: string) => Promise<boolean>} rotate false: `spent` is not the present one
 * @property {(digest: string, document: string) => Promise<void>} putArtifact
 * @property {(digest: string) => Promise<string | undefined>} getArtifact
 * @property {(digest: string) => Promise<string | undefined>} takeArtifact gives it to one caller alone
 * @property {(id: string, name: string, document: string) => Promise<void>} putClient
 * @property {(id: string) => Promise<string | undefined>} getClient the document, as it was put
 * @property {(limit: number) => Promise<string[]>} listClients the first documents by name
 */

/** @typedef {{ text: string, values: unknown[], resolve: (changes: number) => void, reject: (error: unknown) => void }} Write */

const schema = `
  CREATE TABLE tokens (digest text PRIMARY KEY, claims text NOT NULL, exp bigint NOT NULL);
  CREATE TABLE artifacts (digest text PRIMARY KEY, document text NOT NULL);
  CREATE TABLE families (handle text PRIMARY KEY, digest text NOT NULL);
  CREATE TABLE clients (id text PRIMARY KEY, name text NOT NULL, document text NOT NULL);
  CREATE INDEX clients_by_name ON clients (name, id);`;

const putFamily = 'INSERT INTO families VALUES ($1, $2)';
// Placeholders stand in their order, since SQLite gets them without numbers.
const rotate = 'UPDATE families SET digest = $1 WHERE handle = $2 AND digest = $3';
const putArtifact = 'INSERT INTO artifacts VALUES ($1, $2)';
const getArtifact = 'SELECT document FROM artifacts WHERE digest = $1';
const deleteArtifact = 'DELETE FROM artifacts WHERE digest = $1';
const putClient = 'INSERT INTO clients VALUES ($1, $2, $3)';
const getToken = 'SELECT claims FROM tokens WHERE digest = $1 AND exp > $2';
const getClient = 'SELECT document FROM clients WHERE id = $1';
const listClients = 'SELECT document FROM clients ORDER BY name, id LIMIT $1';

/**
 * @param {string} url `sqlite:<file>` or `postgres://…`
 * @returns {Promise<State>}
 */
export function openState(url) {
  return url.startsWith('sqlite:') ? openSqlite(url.slice('sqlite:'.length)) : openPostgres(url);
}

/** @param {string} file */
async function openSqlite(file) {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(schema);
  const prepared = new Map();
  const prepare = (text) => {
    if (!prepared.has(text)) prepared.set(text, database.prepare(text.replace(/\$\d/g, '?')));
    return prepared.get(text);
  };

  const commit = database.transaction((/** @type {Write[]} */ batch) =>
    batch.map(({ text, values }) => prepare(text).run(...values).changes),
  );
  const write = batched((batch) => {
    const changes = commit(batch);
    batch.forEach(({ resolve }, index) => resolve(changes[index]));
  });

  return {
    putToken: async (...values) => void (await write('INSERT INTO tokens VALUES ($1, $2, $3)', values)),
    getToken: async (...values) => prepare(getToken).get(...values)?.claims,
    putFamily: async (...values) => void (await write(putFamily, values)),
    rotate: async (...values) => (await write(rotate, values)) === 1,
    putArtifact: async (...values) => void (await write(putArtifact, values)),
    getArtifact: async (digest) => prepare(getArtifact).get(digest)?.document,
    async takeArtifact(digest) {
      const document = prepare(getArtifact).get(digest)?.document;
      return document !== undefined && (await write(deleteArtifact, [digest])) === 1 ? document : undefined;
    },
    putClient: async (...values) => void (await write(putClient, values)),
    getClient: async (id) => prepare(getClient).get(id)?.document,
    listClients: async (limit) =>
      prepare(listClients)
        .all(limit)
        .map(({ document }) => document),
  };
}

/** @param {string} url */
async function openPostgres(url) {
  // A schema of its own: the database is Clientele's as well.
  const pool = new pg.Pool({ connectionString: url, max: 20, options: '-c search_path=bench_limit' });
  await pool.query(`DROP SCHEMA IF EXISTS bench_limit CASCADE; CREATE SCHEMA bench_limit; ${schema}`);
  const names = new Map();
  const query = (text, values) => {
    if (!names.has(text)) names.set(text, `q${names.size}`);
    return pool.query({ name: names.get(text), text, values });
  };

  const insertTokens = 'INSERT INTO tokens SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])';
  const putToken = batched(async (batch) => {
    const columns = [0, 1, 2].map((column) => batch.map(({ values }) => values[column]));
    await query(insertTokens, columns);
    batch.forEach(({ resolve }) => resolve(1));
  });

  return {
    putToken: async (...values) => void (await putToken(insertTokens, values)),
    getToken: async (...values) => (await query(getToken, values)).rows[0]?.claims,
    putFamily: async (...values) => void (await query(putFamily, values)),
    rotate: async (...values) => (await query(rotate, values)).rowCount === 1,
    putArtifact: async (...values) => void (await query(putArtifact, values)),
    getArtifact: async (digest) => (await query(getArtifact, [digest])).rows[0]?.document,
    takeArtifact: async (digest) => (await query(`${deleteArtifact} RETURNING document`, [digest])).rows[0]?.document,
    putClient: async (...values) => void (await query(putClient, values)),
    getClient: async (id) => (await query(getClient, [id])).rows[0]?.document,
    listClients: async (limit) => (await query(listClients, [limit])).rows.map(({ document }) => document),
  };
}

/**
 * Gathers what is written in one turn, since a commit costs the same for one row and for fifty.
 *
 * @param {(batch: Write[]) => void | Promise<void>} commit
 * @returns {(text: string, values: unknown[]) => Promise<number>} how many rows the statement changed
 */
function batched(commit) {
  /** @type {Write[]} */
  const queue = [];
  const flush = async () => {
    const batch = queue.splice(0);
    try {
      await commit(batch);
    } catch (error) {
      batch.forEach(({ reject }) => reject(error));
    }
  };
  return (text, values) =>
    new Promise((resolve, reject) => {
      if (queue.push({ text, values, resolve, reject }) === 1) setImmediate(() => void flush());
    });
}
