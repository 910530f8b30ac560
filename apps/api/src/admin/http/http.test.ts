import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { clientFields } from '@clientele/client-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

describe.each(dialects)('HTTP at the admin listener on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
  });
  afterAll(() => server.close());

  describe('bodies', () => {
    it.each([
      ['no JSON', '{"client_name":'],
      ['nothing', ''],
      ['a list', '[]'],
      ['a text', '"client"'],
      ['null', 'null'],
      ['a member twice', '{"client_name":"a","client_name":"b"}'],
      ['a member twice, spelt differently', '{"client_name":"a","client\\u005fname":"b"}'],
      ['NUL in a text', '{"client_name":"a\\u0000b"}'],
      ['half a character', '{"client_name":"\\ud800"}'],
      ['a number beyond all doubles', '{"access_token_ttl":1e999}'],
      ['a whole number that a double rounds', '{"access_token_ttl":9007199254740993}'],
      ['33 levels', `{"jwks":${'['.repeat(32)}${']'.repeat(32)}}`],
    ])('[T-007] with %s are refused with 400', async (_, raw) => {
      const answer = await api.call('POST', '/clients', undefined, { raw, type: 'application/json' });
      expect(answer.status, answer.text).toBe(400);
      expect(answer.body.type).toBe('https://clientele.dev/problems/malformed-request');
    });

    it.each(['__proto__', 'constructor', 'prototype'])(
      '[T-005] with a member called %s are refused at any depth',
      async (name) => {
        for (let depth = 0; depth < 5; depth++) {
          const raw = `${'{"jwks":'.repeat(depth)}{"${name}":{"polluted":true}}${'}'.repeat(depth)}`;
          const answer = await api.call('POST', '/clients', undefined, { raw, type: 'application/json' });
          expect(answer.status).toBe(400);
        }
        const account = await api.call('POST', '/accounts', undefined, {
          raw: `{"username":"p","claims":{"${name}":{"polluted":true}}}`,
        });
        expect(account.status).toBe(400);
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      },
    );

    it.each([
      ['POST', 'text/plain'],
      ['POST', 'application/x-www-form-urlencoded'],
      ['POST', 'application/merge-patch+json'],
      ['PATCH', 'application/x-ndjson'],
      ['POST', ''],
      ['PATCH', 'text/plain'],
      ['PATCH', 'application/jsonx'],
    ])('[T-012] of %s with the type "%s" are refused with 415', async (method, type) => {
      const path = method === 'POST' ? '/clients' : '/clients/clientele-automation';
      const answer = await api.call(method, path, undefined, { raw: '{}', type });
      expect(answer.status).toBe(415);
      if (type !== '')
        expect(answer.headers[method === 'PATCH' ? 'accept-patch' : 'accept']).toContain('application/json');
    });

    it('[T-109] of one MiB are read, and larger ones refused with 413', async () => {
      const padding = (size: number) => `{"client_name":"x"${' '.repeat(size - 19)}}`;
      const fits = await api.call('POST', '/clients?dry_run=true', undefined, { raw: padding(1024 * 1024) });
      expect(fits.status).not.toBe(413);
      const tooLarge = await api.call('POST', '/clients', undefined, { raw: padding(1024 * 1024 + 2) });
      expect(tooLarge.status).toBe(413);
      expect(tooLarge.headers['content-type']).toContain('application/problem+json');
    });
  });

  describe('addresses and methods', () => {
    it('[T-109] are refused with 414 when they are too long', async () => {
      expect((await api.get(`/clients?q=${'x'.repeat(8 * 1024)}`)).status).toBe(414);
    });

    it('answer 406 to who takes no JSON, before anything is done', async () => {
      expect((await api.get('/scopes', { accept: 'application/x-ndjson' })).status).toBe(406);
      expect((await api.get('/clients', { accept: 'text/html, application/*;q=0.1' })).status).toBe(200);
      const refused = await api.post('/clients', aMachineClient({ client_id: 'html' }), { accept: 'text/html' });
      expect(refused.status).toBe(406);
      expect((await api.get('/clients/html')).status).toBe(404);
    });

    it('answer 404 where there is nothing', async () => {
      const answer = await api.get('/nothing');
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({ type: 'https://clientele.dev/problems/not-found', status: 404 });
    });

    it.each([
      ['DELETE', '/clients', 'GET, HEAD, POST'],
      ['POST', '/clients/x', 'DELETE, GET, HEAD, PATCH, PUT'],
      ['PUT', '/settings', 'GET, HEAD, PATCH'],
      ['TRACE', '/clients', 'GET, HEAD, POST'],
      ['OPTIONS', '/clients', 'GET, HEAD, POST'],
    ])('[T-013] answer 405 to %s %s and say what there is', async (method, path, allow) => {
      const answer = await api.call(method, path);
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe(allow);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    });

    it.each([
      ['%', 400],
      ['%zz', 400],
      ['%ff', 400],
      ['x'.repeat(1000), 414],
    ])('[T-014] answer the unreadable id %s', async (id, status) => {
      const answer = await api.get(`/clients/${id}`);
      expect([answer.status, answer.body.status]).toEqual([status, status]);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    });

    it('[T-007] hold any id a client may have, and tell upper from lower case', async () => {
      for (const id of ['a', 'A', 'x~y', 'user@host:8080', '-._~', 'x'.repeat(255), '...']) {
        const created = await api.post('/clients', aMachineClient({ client_id: id }));
        expect(created.status, `${id} ${created.text}`).toBe(201);
        const read = await api.get(created.headers.location!);
        expect(read.body.client_id).toBe(id);
      }
      expect((await api.get('/clients/a')).body.client_name).not.toBe((await api.get('/clients/A')).body.client_name);
    });

    it.each(['.', '..', 'a/b', 'a b', 'a%00', '', 'ü', 'x'.repeat(256), ' a', 'did:web:x'])(
      '[T-007] hold no client called "%s"',
      async (client_id) => {
        expect((await api.post('/clients', aMachineClient({ client_id }))).status).toBe(422);
      },
    );
  });

  describe('[T-012] browsers', () => {
    it.each(['https://evil.example', 'null', 'http://localhost:1', 'file://'])(
      'of the origin %s are refused and told nothing',
      async (origin) => {
        const answer = await api.get('/clients', { origin });
        expect(answer.status).toBe(403);
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      },
    );

    it('are let in by our own origin', async () => {
      expect((await api.get('/clients', { origin: server.config.adminUrl })).status).toBe(200);
    });

    it('get no permission by a preflight', async () => {
      const answer = await api.call('OPTIONS', '/clients', undefined, {
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'DELETE' },
      });
      expect(answer.status).toBe(403);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    });
  });

  describe('[T-018] pages', () => {
    it.each(['/console/', '/console/clients/x', '/docs', '/'])('%s carry the policy', async (path) => {
      const { headers } = await server.adminWith(undefined).get(path);
      const policy = headers['content-security-policy'] ?? '';
      for (const part of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
        expect(policy).toContain(part);
      }
      expect(policy).not.toContain('unsafe');
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    });

    it('lead from / to the console, which learns where the issuer is', async () => {
      const anybody = server.adminWith(undefined);
      expect((await anybody.get('/')).headers.location).toBe('/console/');
      expect((await anybody.get('/console/config.json')).body).toEqual({
        issuer: server.config.issuer,
        admin_url: server.config.adminUrl,
        client_id: 'clientele-console',
        client_certificates: { terminations: [], aliases: false },
      });
    });

    it('of the reference load nothing from elsewhere', async () => {
      const anybody = server.adminWith(undefined);
      const page = await anybody.get('/docs');
      const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!);
      expect(files.length).toBeGreaterThan(2);
      for (const file of files) {
        expect(file).toMatch(/^\/docs\//);
        expect((await anybody.get(file)).status, file).toBe(200);
      }
      expect((await anybody.get('/openapi.json')).body.openapi).toBe('3.1.0');
    });
  });

  describe('probes', () => {
    it('[T-125] tell that the process runs and is ready, and no version', async () => {
      const anybody = server.adminWith(undefined);
      expect((await anybody.get('/healthz')).body).toEqual({ status: 'ok' });
      expect((await anybody.get('/readyz')).body).toEqual({ status: 'ok' });
    });

    it('count requests under bounded labels', async () => {
      const { client_id } = (await api.post('/clients', aMachineClient())).body;
      await api.get(`/clients/${String(client_id)}`);
      const { text, headers } = await server.adminWith(undefined).get('/metrics');
      expect(headers['content-type']).toContain('text/plain');
      expect(text).toMatch(/clientele_http_requests_total\{listener="admin",endpoint="clients",status="2xx"\} \d+/);
      expect(text).toMatch(/clientele_http_requests_total\{listener="issuer",endpoint="token",status="2xx"\} \d+/);
      expect(text).toMatch(
        /clientele_events_total\{event="token_issued",grant_type="client_credentials",error=""\} \d+/,
      );
      expect(text).not.toContain(String(client_id));
    });
  });

  describe('sockets', () => {
    /** What the listener answers to raw octets. */
    async function raw(octets: string, port: number): Promise<string> {
      const socket = connect(port, '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('error', () => undefined);
      socket.write(octets);
      await once(socket, 'close');
      return answer;
    }

    it.each([
      ['headers of 17 kB', `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(17 * 1024)}\r\n\r\n`, '431'],
      ['two lengths', 'POST /clients HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', '400'],
      [
        'a length and chunks',
        'POST /clients HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
        '400',
      ],
      ['a space before the colon', 'GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n', '400'],
      ['two hosts', 'GET /healthz HTTP/1.1\r\nHost: x\r\nhost: y\r\n\r\n', '400'],
      ['the same host twice', 'GET /healthz HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n', '400'],
      ['no host', 'GET /healthz HTTP/1.1\r\n\r\n', '400'],
      ['no protocol', 'nonsense\r\n\r\n', '400'],
    ])('[T-111] are closed after %s', async (_, octets, status) => {
      for (const port of [server.config.adminPort, server.config.issuerPort]) {
        expect(await raw(octets, port)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      }
    });
  });

  describe('whatever is sent', () => {
    const members = [...clientFields.keys(), 'revision', 'system', '_effective'];
    const wrongShapes = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        true,
        false,
        0,
        -1,
        1.5,
        2 ** 60,
        '',
        ' ',
        'false',
        '0',
        [],
        [[]],
        [null],
        {},
        { a: 1 },
      ),
      fc.jsonValue({ maxDepth: 3 }),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    const documents = fc.dictionary(fc.constantFrom(...members), wrongShapes, { maxKeys: 6 });

    it('[T-007] never fails', async () => {
      await api.post('/clients', aMachineClient({ client_id: 'target' }));
      await fc.assert(
        fc.asyncProperty(documents, fc.constantFrom('POST', 'PUT', 'PATCH'), async (document, method) => {
          const url = method === 'POST' ? '/clients?dry_run=true' : '/clients/target?dry_run=true';
          const answer = await api.call(method, url, { ...aMachineClient(), ...document });
          expect(answer.status, answer.text).toBeLessThan(500);
        }),
        { numRuns: 300 },
      );
    }, 60_000);

    it('[T-007] never fails with arbitrary JSON at any resource', async () => {
      const targets: readonly [string, string][] = [
        ['POST', '/clients'],
        ['PATCH', '/clients/target'],
        ['POST', '/clients/target/secrets'],
        ['PATCH', '/settings?dry_run=true'],
        ['POST', '/scopes'],
        ['PUT', '/scopes/fuzzed'],
        ['POST', '/accounts'],
      ];
      await fc.assert(
        fc.asyncProperty(
          fc.json({ maxDepth: 4, stringUnit: 'binary' }),
          fc.constantFrom(...targets),
          async (raw, [method, url]) => {
            const answer = await api.call(method, url, undefined, { raw, type: 'application/json' });
            expect(answer.status, answer.text).toBeLessThan(500);
          },
        ),
        { numRuns: 300 },
      );
    });

    it('[T-006] leaves a client that a creation would accept', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(documents, { maxLength: 5 }), async (patches) => {
          const { body } = await api.post('/clients', aMachineClient());
          const path = `/clients/${String(body.client_id)}`;
          for (const patch of patches) await api.patch(path, patch);
          const stored = (await api.get(path)).body;
          const replayed = await api.put(`${path}?dry_run=true`, stored);
          expect(replayed.status, replayed.text).toBe(200);
        }),
        { numRuns: 40 },
      );
    });
  });
});
