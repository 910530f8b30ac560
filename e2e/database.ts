import { randomBytes } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

export type Dialect = 'sqlite' | 'postgres';

/** The databases that the product is tested on: PostgreSQL where TEST_POSTGRES_URL names a server. */
export const dialects: readonly Dialect[] = process.env.TEST_POSTGRES_URL ? ['sqlite', 'postgres'] : ['sqlite'];

/** An empty database, for one or more instances of the product. */
export interface Database {
  /** What an instance must be told to use it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Everything that is stored, as text in which a value can be looked for. */
  contents(): Promise<string>;
  remove(): Promise<void>;
}

export function aDatabase(dialect: Dialect): Promise<Database> {
  return dialect === 'sqlite' ? Promise.resolve(aFile()) : aPostgresDatabase();
}

function aFile(): Database {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-e2e-'));
  return {
    environment: { DATABASE_URL: `sqlite:${join(folder, 'clientele.db')}`, MASTER_KEY: aMasterKey() },
    // The write-ahead log beside the file holds what was written last.
    contents: async () =>
      globSync(join(folder, 'clientele.db*'))
        .map((file) => readFileSync(file, 'latin1'))
        .join('\n'),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function aPostgresDatabase(): Promise<Database> {
  const server = process.env.TEST_POSTGRES_URL!;
  const name = `e2e_${randomBytes(8).toString('hex')}`;
  const { href } = Object.assign(new URL(server), { pathname: `/${name}` });
  await query(server, `CREATE DATABASE ${name}`);
  return {
    environment: { DATABASE_URL: href, MASTER_KEY: aMasterKey() },
    async contents() {
      const tables = await query(href, `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`);
      const rows = await Promise.all(
        tables.map(({ tablename }) => query(href, `SELECT t::text AS row FROM "${String(tablename)}" t`)),
      );
      return rows
        .flat()
        .map(({ row }) => String(row))
        .join('\n');
    },
    remove: async () => void (await query(server, `DROP DATABASE ${name} WITH (FORCE)`)),
  };
}

async function query(connectionString: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function aMasterKey(): string {
  return randomBytes(32).toString('base64');
}
