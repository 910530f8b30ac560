import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { type Database, aDatabase, dialects } from '../database.js';
import { type ServerOptions, Server, automation, basic, failedStart, freePorts } from '../server.js';
import './patience.js';

async function withServer(options: ServerOptions, use: (server: Server) => Promise<void>): Promise<void> {
  const server = await Server.start(options);
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

/** No credentials chosen in advance, so that the server chooses them. */
const nothingChosen = { BOOTSTRAP_ADMIN_PASSWORD: '', BOOTSTRAP_CLIENT_SECRET: '' };

/** What the server printed since, once it has said that it is ready: names and values. */
async function printedBy(server: Server, since = 0): Promise<Readonly<Record<string, string>>> {
  const text = () => server.log().slice(since);
  await vi.waitFor(() => expect(text()).toMatch(/Clientele is ready\.[\s\S]*\n\n$/), { timeout: 30_000 });
  const lines = text().matchAll(/^ {2}(\w[\w ]*?) {2,}(\S+)$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
}

/** And the challenge that belongs to it: RFC 7636, Appendix B. */
const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

/** The authorization request of the console. */
function consoleSignIn(server: Server): URL {
  const parameters = {
    client_id: 'clientele-console',
    response_type: 'code',
    redirect_uri: `${server.adminUrl}/console/callback`,
    scope: 'openid admin',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  };
  return new URL(`/authorize?${new URLSearchParams(parameters)}`, server.address);
}

describe.each(dialects)('the first start on %s', (dialect) => {
  it('prints credentials that work', async () => {
    await withServer({ dialect, environment: nothingChosen }, async (server) => {
      const printed = await printedBy(server);
      expect(printed).toMatchObject({ Administrator: 'admin', 'Automation client': automation.client_id });
      const authorization = basic(automation.client_id, printed['Client secret']!);
      const token = await server.post('/token', { grant_type: 'client_credentials' }, { authorization });
      expect(token.status).toBe(200);
      const administrator = { username: 'admin', password: printed.Password! };
      const callback = await server.browser().signsInAt(consoleSignIn(server), administrator);
      const { client_id, redirect_uri } = Object.fromEntries(consoleSignIn(server).searchParams);
      const code = callback.searchParams.get('code')!;
      const redeemed = { client_id: client_id!, redirect_uri: redirect_uri!, code, code_verifier: codeVerifier };
      const signedIn = await server.post('/token', { grant_type: 'authorization_code', ...redeemed });
      expect(await signedIn.json()).toMatchObject({ scope: 'openid admin' });
    });
  });

  it('prints them once, and not at the second start', async ({ annotate }) => {
    await withServer({ dialect, environment: nothingChosen }, async (server) => {
      expect(await printedBy(server)).toHaveProperty('Password');
      expect(await server.stop()).toBe(0);
      const since = server.log().length;
      await server.restart();
      await annotate(`the second start on ${dialect} was ready after ${Math.round(server.readyAfter)} ms`);
      expect(Object.keys(await printedBy(server, since))).toEqual(['Console and admin API', 'Issuer']);
    });
  });
});

describe('the end of the process', () => {
  /** A token request whose body the server awaits: it has said so. */
  async function underWay(server: Server): Promise<{ request: ClientRequest; body: string }> {
    const body = 'grant_type=client_credentials&scope=clients:read';
    const sent = request(`${server.address}/token`, {
      method: 'POST',
      agent: false,
      headers: {
        authorization: basic(automation.client_id, automation.client_secret),
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': body.length,
        expect: '100-continue',
      },
    });
    const continued = once(sent, 'continue');
    sent.flushHeaders();
    await continued;
    return { request: sent, body };
  }

  it('comes when the last request is answered, and no request fails', async () => {
    await withServer({}, async (server) => {
      const requests = await Promise.all(Array.from({ length: 50 }, () => underWay(server)));
      const ended = server.stop();
      await vi.waitFor(() => expect(server.log()).toContain('SIGTERM: ending'), { timeout: 30_000 });
      const answers = requests.map(async (pending) => {
        const answered = once(pending.request, 'response') as Promise<[IncomingMessage]>;
        pending.request.end(pending.body);
        const [response] = await answered;
        response.resume();
        return response.statusCode;
      });
      expect(new Set(await Promise.all(answers))).toEqual(new Set([200]));
      expect(await ended).toBe(0);
    });
  });
});

describe('npm start', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));

  /** What people type, as the leader of a process group of its own. */
  async function npmStart(database: Database) {
    const [issuerPort, adminPort] = await freePorts();
    const environment = { ISSUER_PORT: String(issuerPort), ADMIN_PORT: String(adminPort), LOG_FORMAT: 'json' };
    const npm = spawn('npm', ['start'], {
      cwd: root,
      detached: true,
      // With Vitest's NODE_ENV the console would be built for tests.
      env: { ...process.env, NODE_ENV: 'production', ...environment, ...database.environment },
    });
    const exited = once(npm, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    let log = '';
    for (const stream of [npm.stdout, npm.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (log += text));
    }
    const ready = () =>
      vi.waitFor(() => expect(log).toContain('Clientele is ready'), { timeout: 50_000, interval: 50 });
    return { pid: npm.pid!, ready, exited, log: () => log, health: `http://127.0.0.1:${adminPort}/healthz` };
  }

  it.each([
    ['SIGTERM', 'npm alone'],
    ['SIGINT', 'npm alone'],
    ['SIGINT', 'the process group, as a terminal does'],
  ] as const)('serves until %s is sent to %s, and ends once and cleanly', async (signal, target) => {
    const database = await aDatabase('sqlite');
    const { pid, ready, exited, log, health } = await npmStart(database);
    try {
      await ready();
      expect((await fetch(health)).status).toBe(200);
      process.kill(target === 'npm alone' ? pid : -pid, signal);
      expect(await exited).toEqual([0, null]);
      // npm does not leave before the server has.
      await expect(fetch(health)).rejects.toThrow();
      expect(log().match(/: ending/g)).toHaveLength(1);
    } finally {
      endGroup(pid);
      await database.remove();
    }
  });

  /** Whatever a failed test leaves running. */
  function endGroup(leader: number): void {
    try {
      process.kill(-leader, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
});

describe('a start with a bad configuration', () => {
  it.each<[string, Record<string, string>, readonly string[]]>([
    ['http on a public host', { ISSUER: 'http://as.example' }, ['ISSUER must use https']],
    ['a slash after the issuer', { ISSUER: 'https://as.example/' }, ['ISSUER must not end with a slash']],
    ['a path after the admin address', { ADMIN_URL: 'https://admin.example/console' }, ['ADMIN_URL must be an origin']],
    ['a port that is none', { ISSUER_PORT: '70000' }, ['ISSUER_PORT must be a whole number from 0 to 65535']],
    ['one port for both', { ISSUER_PORT: '4401', ADMIN_PORT: '4401' }, ['ADMIN_PORT must differ from ISSUER_PORT']],
    ['a database of another kind', { DATABASE_URL: 'mysql://localhost/x' }, ['DATABASE_URL must begin with']],
    [
      'PostgreSQL without a master key',
      { DATABASE_URL: 'postgres://localhost/x' },
      ['MASTER_KEY is required with PostgreSQL'],
    ],
    ['a short master key', { MASTER_KEY: 'c2hvcnQ=' }, ['MASTER_KEY must be 32 octets']],
    ['a weak password', { BOOTSTRAP_ADMIN_PASSWORD: 'admin' }, ['BOOTSTRAP_ADMIN_PASSWORD must have at least 12']],
    ['a weak secret', { BOOTSTRAP_CLIENT_SECRET: 'change-me-change-me' }, ['BOOTSTRAP_CLIENT_SECRET must not']],
    ['a role that does not exist', { ROLES: 'admin,broker' }, ['ROLES must be one of']],
    ['no worker', { WEB_CONCURRENCY: '0' }, ['WEB_CONCURRENCY must be a whole number from 1']],
    ['a level that does not exist', { LOG_LEVEL: 'loud' }, ['LOG_LEVEL must be one of']],
    ['everybody as a proxy', { TRUSTED_PROXIES: '0.0.0.0/0' }, ['TRUSTED_PROXIES must be addresses or networks']],
    [
      'protection that is not there',
      { TLS_CERT: '/nowhere/tls.pem' },
      ['TLS_CERT names a file that cannot be read (ENOENT)'],
    ],
    ['certificates unchecked', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, ['NODE_TLS_REJECT_UNAUTHORIZED must not be 0']],
    [
      'several faults',
      { ISSUER: 'nonsense', ADMIN_URL: 'nonsense', LOG_FORMAT: 'xml' },
      ['ISSUER must be', 'ADMIN_URL must be', 'LOG_FORMAT must be one of'],
    ],
  ])('ends with exit code 1 and a line per fault: %s', async (_, environment, faults) => {
    const { code, lines } = await failedStart(environment);
    expect(code).toBe(1);
    expect(lines).toEqual(faults.map((fault) => expect.stringContaining(fault)));
  });

  it('ends with one line when the database cannot be reached', async () => {
    const { code, lines } = await failedStart({
      DATABASE_URL: 'postgres://nobody:hunter2-hunter2@127.0.0.1:1/nowhere',
      MASTER_KEY: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64'),
    });
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringContaining('Clientele cannot start')]);
    expect(lines.join()).not.toContain('hunter2');
  });
});
