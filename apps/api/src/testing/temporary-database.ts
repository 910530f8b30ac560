import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

export type Dialect = 'sqlite' | 'postgres';

/** The databases that tests run on: PostgreSQL where TEST_POSTGRES_URL names a server. */
export const dialects: readonly Dialect[] = process.env.TEST_POSTGRES_URL ? ['sqlite', 'postgres'] : ['sqlite'];

export interface TemporaryDatabase {
  readonly url: string;
  remove(): Promise<void>;
}

/** An empty database of its own. */
export async function temporaryDatabase(dialect: Dialect): Promise<TemporaryDatabase> {
  return dialect === 'sqlite' ? temporaryFile() : temporaryPostgres();
}

function temporaryFile(): TemporaryDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-api-'));
  return {
    url: `sqlite:${join(folder, 'clientele.db')}`,
    remove: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  };
}

async function temporaryPostgres(): Promise<TemporaryDatabase> {
  const server = process.env.TEST_POSTGRES_URL!;
  const name = `api_${randomBytes(8).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await statement(server, `CREATE DATABASE ${name}`);
  return { url: url.href, remove: () => statement(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function statement(server: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
