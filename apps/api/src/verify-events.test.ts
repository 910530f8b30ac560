import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, runningServer } from './testing/running-server.js';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));

describe.runIf(existsSync(program) && process.env.TEST_POSTGRES_URL)('verify-events', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await runningServer({ dialect: 'postgres' });
  });
  afterAll(() => server.close());

  async function verify(url: string) {
    const environment = {
      PATH: process.env.PATH,
      DATABASE_URL: url,
      MASTER_KEY: randomBytes(32).toString('base64'),
    };
    const child = spawn(process.execPath, [program, 'verify-events'], { env: environment });
    const output = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
    const [code] = (await once(child, 'exit')) as [number | null];
    return { code, ...output };
  }

  it('tells that the log is whole, and where it ends, while the server runs', async () => {
    const { items } = await server.storage.events.list({ limit: 1, caller: 'tests' });
    expect(await verify(server.config.databaseUrl)).toEqual({
      code: 0,
      out: `${items[0]!.seq} events are as they were written. The last one has the hash ${items[0]!.hash}.\n`,
      err: '',
    });
  });

  it('tells the first event that somebody has touched', async () => {
    const client = new Client({ connectionString: server.config.databaseUrl });
    await client.connect();
    await client.query(`UPDATE events SET document = replace(document, 'bootstrap', 'console') WHERE seq IN (3, 5)`);
    await client.end();
    const { code, out } = await verify(server.config.databaseUrl);
    expect(code).toBe(1);
    expect(out).toBe(
      'Event 3 does not fit its hash and the event before. The 2 events before it are as they were written.\n',
    );
  });

  it('ends with 2 where it cannot be found out', async () => {
    expect(await verify('postgres://nobody@127.0.0.1:1/none')).toMatchObject({ code: 2, out: '' });
    expect(await verify('mysql://localhost/')).toMatchObject({ code: 2, err: expect.stringMatching(/^DATABASE_URL /) });
  });
});
