import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** The process as people start it: what was compiled, in an empty folder. */
describe.runIf(existsSync(program))('the server process', { timeout: 60_000 }, () => {
  let folder: string;
  const children: ChildProcess[] = [];
  let port = 4150;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'clientele-main-'));
    port += 2;
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    rmSync(folder, { recursive: true, force: true });
  });

  function start(environment: Record<string, string> = {}) {
    const child = spawn(process.execPath, [program], {
      cwd: folder,
      env: { PATH: process.env.PATH, ISSUER_PORT: String(port), ADMIN_PORT: String(port + 1), ...environment },
    });
    children.push(child);
    const output = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
    const exited = once(child, 'exit') as Promise<[number | null]>;
    const ready = () => expect.poll(() => output.out, { interval: 20 }).toContain('Clientele is ready');
    return { child, output, exited, ready };
  }

  const admin = (path: string) => fetch(`http://127.0.0.1:${port + 1}${path}`);

  it('prints credentials at the first start only, even beside JSON logs, and writes them nowhere', async () => {
    const first = start();
    await first.ready();
    const secret = /Client secret +(\S+)/.exec(first.output.out)?.[1];
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(first.output.out).toContain(`http://localhost:${port}`);
    expect(statSync(join(folder, 'data/master.key')).mode & 0o777).toBe(0o600);
    expect((await admin('/readyz')).status).toBe(200);
    first.child.kill('SIGTERM');
    expect((await first.exited)[0]).toBe(0);
    expect(first.output.err).toBe('');

    const second = start();
    await second.ready();
    expect(second.output.out).not.toContain('Client secret');
    const token = await fetch(`http://127.0.0.1:${port}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`clientele-automation:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'clients:read' }),
    });
    expect(token.status).toBe(200);
  });

  it('[T-127] refuses a bad environment with one line per fault', async () => {
    const { exited, output } = start({ ISSUER: 'http://as.example', LOG_LEVEL: 'loud' });
    expect((await exited)[0]).toBe(1);
    expect(output.err.trim().split('\n')).toEqual([
      expect.stringMatching(/^ISSUER /),
      expect.stringMatching(/^LOG_LEVEL /),
    ]);
  });

  it('says in one line that a port is taken', async () => {
    await start().ready();
    const second = start();
    expect((await second.exited)[0]).toBe(1);
    expect(second.output.err).toContain('EADDRINUSE');
    expect(second.output.err.trim().split('\n')).toHaveLength(1);
  });

  it('[T-125] finishes what is under way when it is told to end, and then exits with 0', async () => {
    const { child, ready, exited } = start();
    await ready();
    // A request whose body is still being sent when the signal comes.
    const slow = request({
      host: '127.0.0.1',
      port: port + 1,
      method: 'POST',
      path: '/clients',
      agent: new Agent(),
      headers: { 'content-type': 'application/json', 'content-length': 2 },
    });
    const answer = once(slow, 'response') as Promise<[{ statusCode: number }]>;
    slow.write('{');
    await new Promise((resolve) => setTimeout(resolve, 200));
    child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await expect(admin('/healthz')).rejects.toThrow();
    slow.end('}');
    expect((await answer)[0].statusCode).toBe(401);
    expect((await exited)[0]).toBe(0);
  });

  it('opens the listeners of its roles only', async () => {
    await start({ ROLES: 'admin' }).ready();
    expect((await admin('/healthz')).status).toBe(200);
    await expect(fetch(`http://127.0.0.1:${port}/jwks`)).rejects.toThrow();
  });

  it('shares its listeners among workers', async () => {
    const { child, ready, exited, output } = start({ WEB_CONCURRENCY: '2' });
    await ready();
    expect(output.out.match(/Client secret/g)).toHaveLength(1);
    const answers = await Promise.all(Array.from({ length: 20 }, () => admin('/readyz')));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    // Whichever worker answers, it answers for both.
    expect(await (await admin('/metrics')).text()).toContain(
      'clientele_http_requests_total{listener="admin",endpoint="readyz",status="2xx"} 20',
    );
    child.kill('SIGTERM');
    expect((await exited)[0]).toBe(0);
  });
});
