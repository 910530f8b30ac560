import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aMachineClient } from './testing/admin-api.js';
import { freePorts } from './testing/free-ports.js';
import { type TemporaryDatabase, dialects, temporaryDatabase } from './testing/temporary-database.js';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const secret = 'aXk2-Pq9f_Lr7Tz0Wm4Yb8Nd';
const writes = 1000;
/** As many requests as are under way at once. */
const atOnce = 16;

type Json = Record<string, unknown>;

/** A process of the server that is killed while it writes. */
describe.runIf(existsSync(program)).each(dialects)('a server that dies while it writes, on %s', (dialect) => {
  let folder: string;
  let database: TemporaryDatabase;
  let environment: Record<string, string | undefined>;
  let issuer: string;
  let admin: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'clientele-durability-'));
    database = await temporaryDatabase(dialect);
    const [issuerPort, adminPort] = await freePorts(2);
    issuer = `http://localhost:${issuerPort}`;
    admin = `http://localhost:${adminPort}`;
    environment = {
      PATH: process.env.PATH,
      DATABASE_URL: database.url,
      DATABASE_TIMEOUT: '60',
      MASTER_KEY: 'dGVzdGluZyBrZXkgb2YgMzIgb2N0ZXRzLCByYW5kb20=',
      ISSUER: issuer,
      ADMIN_URL: admin,
      ISSUER_PORT: String(issuerPort),
      ADMIN_PORT: String(adminPort),
      BOOTSTRAP_CLIENT_SECRET: secret,
      LOG_LEVEL: 'error',
    };
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    await database.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  async function started(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [program], { cwd: folder, env: environment });
    children.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await expect.poll(() => output, { timeout: 30_000, interval: 50 }).toContain('Clientele is ready');
    return child;
  }

  async function token(): Promise<string> {
    const answer = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`clientele-automation:${secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'admin' }),
    });
    return String(((await answer.json()) as Json).access_token);
  }

  async function verified(): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, [program, 'verify-events'], { cwd: folder, env: environment });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, 'exit')) as [number | null];
    return { code, said };
  }

  it(
    '[T-118] has every write that it answered, none by half, and a whole audit log',
    { timeout: 180_000 },
    async () => {
      const server = await started();
      const headers = { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' };
      const answered: string[] = [];
      const tried: string[] = [];
      const numbers = Array.from({ length: writes }, (_, index) => index).values();

      // Each writer goes on until the server is no more, which happens in the middle.
      const writer = async (): Promise<void> => {
        for (const number of numbers) {
          const client_id = `client-${number}`;
          tried.push(client_id);
          try {
            const body = JSON.stringify(aMachineClient({ client_id }));
            const answer = await fetch(`${admin}/clients`, { method: 'POST', headers, body });
            if (answer.status !== 201) throw new Error(await answer.text());
            await answer.json();
          } catch (error) {
            if (server.killed) return;
            throw error;
          }
          answered.push(client_id);
          if (answered.length === writes / 2) server.kill('SIGKILL');
        }
      };
      await Promise.all(Array.from({ length: atOnce }, writer));
      expect(answered.length).toBeGreaterThanOrEqual(writes / 2);
      expect(tried.length).toBeLessThan(writes);

      await started();
      const reader = { authorization: `Bearer ${await token()}` };
      const read = async (path: string) => {
        const answer = await fetch(`${admin}${path}`, { headers: reader });
        return { status: answer.status, body: (await answer.json()) as Json & { items: Json[] } };
      };
      const there: string[] = [];
      for (const client_id of tried) {
        const { status } = await read(`/clients/${client_id}`);
        if (status !== 404) there.push(client_id);
      }
      expect(there).toEqual(expect.arrayContaining(answered));
      // What was written without an answer is whole as well: its secret, its revision and its events came with it.
      for (const client_id of there) {
        expect((await read(`/clients/${client_id}/secrets`)).body.items).toHaveLength(1);
        expect((await read(`/clients/${client_id}/revisions`)).body.items).toMatchObject([{ revision: 1 }]);
        const events = (await read(`/events?client_id=${client_id}`)).body.items.map(({ type }) => type);
        expect(events).toEqual(['client_secret.created', 'client.created']);
      }
      const { seq } = (await read('/events?limit=1')).body.items[0]!;
      expect(await verified()).toEqual({
        code: 0,
        said: expect.stringContaining(`${String(seq)} events are as they were`),
      });
    },
  );
});
