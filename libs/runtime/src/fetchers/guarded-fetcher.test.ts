import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { exampleCertificate } from '@clientele/client-schema/example-certificate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FetchFailed } from '../ports/fetcher.js';
import { GuardedFetcher } from './guarded-fetcher.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
type Resolved = { address: string; family: number }[];

const host = 'keys.example';

describe('the guarded fetcher', () => {
  let folder: string;
  let ca: string;
  let server: Server;
  let port: number;
  let answer: Answer;
  let seen: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guarded-fetcher-'));
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Test CA');
    openssl('req', ...key, '-keyout', 'host.key', '-out', 'host.csr', '-subj', `/CN=${host}`);
    writeFileSync(join(folder, 'host.ext'), `subjectAltName=DNS:${host},IP:127.0.0.1`);
    openssl(
      'x509',
      '-req',
      '-in',
      'host.csr',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      'host.ext',
      '-out',
      'host.pem',
    );
    ca = readFileSync(join(folder, 'ca.pem'), 'utf8');
    server = createServer(
      { key: readFileSync(join(folder, 'host.key')), cert: readFileSync(join(folder, 'host.pem')) },
      (request, response) => {
        seen.push(`${request.method} ${request.url}`);
        answer(request, response);
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  beforeEach(() => {
    seen = [];
    answer = json('{"keys":[]}');
  });

  const json =
    (body: string | Buffer, headers: Record<string, string> = {}, status = 200): Answer =>
    (_, response) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

  /** Answers each lookup with the next of the lists, and the last one from then on. */
  function resolving(...answers: Resolved[]) {
    let asked = 0;
    return (_: string, __: unknown, callback: (error: null, addresses: Resolved) => void) =>
      callback(null, answers[Math.min(asked++, answers.length - 1)]!);
  }
  const local: Resolved = [{ address: '127.0.0.1', family: 4 }];
  const publicAddress: Resolved = [{ address: '192.0.1.1', family: 4 }];

  const allowing = (over: object = {}) =>
    new GuardedFetcher({ ca, allow: [`${host}:${port}`], lookup: resolving(local), ...over });
  const get = (path = '/jwks', limits?: { maxBytes?: number }) =>
    allowing().getJson(`https://${host}:${port}${path}`, limits);

  it('gets a JSON document over https from a host that the operator allows', async () => {
    expect(await get('/jwks?x=1')).toEqual({ keys: [] });
    expect(seen).toEqual(['GET /jwks?x=1']);
    answer = json('[1]', { 'content-type': 'application/jwk-set+json; charset=utf-8' });
    expect(await get()).toEqual([1]);
  });

  it('sends a body with its headers, and gives the answer whatever its status', async () => {
    let sent = '';
    answer = (request, response) => {
      request.on('data', (chunk: Buffer) => (sent += chunk.toString()));
      request.on('end', () => response.writeHead(403, { 'x-kind': request.headers['content-type'] }).end('no'));
    };
    const request = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'hello' };
    const received = await allowing().send(`https://${host}:${port}/verify`, request);
    expect(received).toMatchObject({ status: 403, headers: { 'x-kind': 'text/plain' }, body: 'no' });
    expect([sent, seen]).toEqual(['hello', ['POST /verify']]);
  });

  it('trusts the authorities that a request names, for this request', async () => {
    const fetcher = new GuardedFetcher({ allow: [`${host}:${port}`], lookup: resolving(local) });
    const address = `https://${host}:${port}/jwks`;
    await expect(fetcher.getJson(address)).rejects.toThrow('could not be reached');
    expect(await fetcher.getJson(address, { ca })).toEqual({ keys: [] });
    await expect(fetcher.getJson(address)).rejects.toThrow('could not be reached');
  });

  it('trusts the authorities that a request wants alone, beside no others', async () => {
    const address = `https://${host}:${port}/jwks`;
    const unaided = new GuardedFetcher({ allow: [`${host}:${port}`], lookup: resolving(local) });
    expect(await unaided.getJson(address, { authorities: ca })).toEqual({ keys: [] });
    const authorities = exampleCertificate;
    await expect(allowing().getJson(address, { ca, authorities })).rejects.toThrow('could not be reached');
    await expect(allowing().getJson(address, { authorities: 'none' })).rejects.toThrow(FetchFailed);
    expect(seen).toEqual(['GET /jwks']);
  });

  it('[T-100] reaches the hosts that a request names, and no others', async () => {
    const address = `https://${host}:${port}/jwks`;
    expect(await allowing().getJson(address, { hosts: ['other.example', host] })).toEqual({ keys: [] });
    await expect(allowing().getJson(address, { hosts: ['other.example'] })).rejects.toThrow('not a trusted host');
    expect(seen).toEqual(['GET /jwks']);
  });

  it('waits as long as a request says, and takes as much', async () => {
    answer = () => undefined;
    const begun = performance.now();
    const address = `https://${host}:${port}/jwks`;
    await expect(allowing().getJson(address, { seconds: 1 })).rejects.toThrow('took too long');
    expect(performance.now() - begun).toBeLessThan(2500);
    answer = json('{"keys":[]}');
    await expect(allowing().getJson(address, { maxBytes: 5 })).rejects.toThrow('larger than 5 bytes');
  });

  it('[T-100] follows no redirect', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      answer = json('{}', { location: `https://${host}:${port}/elsewhere` }, status);
      await expect(get()).rejects.toThrow(`the host answered with status ${status}`);
    }
    expect(seen).not.toContain('GET /elsewhere');
  });

  it.each<[string, () => Answer, RegExp]>([
    ['an error', () => json('{}', {}, 500), /status 500/],
    ['no content', () => json('', {}, 204), /status 204/],
    ['another type', () => json('{}', { 'content-type': 'text/html' }), /not JSON/],
    ['no type', () => json('{}', { 'content-type': '' }), /not JSON/],
    ['a type that looks like JSON', () => json('{}', { 'content-type': 'application/jsonp' }), /not JSON/],
    ['a compressed answer', () => json(gzipSync('{}'), { 'content-encoding': 'gzip' }), /compressed/],
    ['no JSON', () => json('{"keys":'), /not JSON/],
    ['nothing', () => json(''), /not JSON/],
    ['too much', () => json(JSON.stringify('x'.repeat(262_144))), /larger than 262144 bytes/],
    ['too much of a known length', () => json(' '.repeat(300_000), { 'content-length': '300000' }), /larger than/],
    ['too much depth', () => json('['.repeat(33) + ']'.repeat(33)), /nested too deeply/],
    ['great depth', () => json('['.repeat(100_000) + ']'.repeat(100_000)), /nested too deeply|not JSON/],
    ['a broken connection', () => (_, response) => void response.socket!.destroy(), /could not be reached/],
    [
      'half an answer',
      () => (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{');
        setTimeout(() => response.socket!.destroy(), 10);
      },
      /broke off/,
    ],
  ])('[T-101] takes no answer that is %s', async (_, make, reason) => {
    answer = make();
    const failure = await get().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FetchFailed);
    expect((failure as FetchFailed).message).toMatch(reason);
  });

  it('[T-101] takes a long flat list, and a document as large as it was asked to', async () => {
    answer = json(`[${'1,'.repeat(131_000)}1]`);
    expect(await get()).toHaveLength(131_001);
    answer = json(JSON.stringify('x'.repeat(98)));
    expect(await get('/', { maxBytes: 100 })).toHaveLength(98);
    await expect(get('/', { maxBytes: 99 })).rejects.toThrow('larger than 99 bytes');
  });

  it('[T-101] gives up after three seconds, also on a host that answers drop by drop', async () => {
    let dropping: NodeJS.Timeout | undefined;
    answer = ({ url }, response) => {
      if (url !== '/drops') return;
      response.writeHead(200, { 'content-type': 'application/json' });
      dropping = setInterval(() => response.write(' '), 100);
    };
    const start = performance.now();
    const [mute, slow] = await Promise.all(['/', '/drops'].map((path) => get(path).catch((error: unknown) => error)));
    clearInterval(dropping);
    expect(mute).toMatchObject({ name: 'FetchFailed', message: 'the answer took too long' });
    expect(slow).toMatchObject({ name: 'FetchFailed', message: 'the answer took too long' });
    expect(performance.now() - start).toBeLessThan(30_000);
  }, 10_000);

  it('trusts known authorities and the additional one, and no other', async () => {
    await expect(allowing({ ca: undefined }).getJson(`https://${host}:${port}/`)).rejects.toThrow(
      'could not be reached',
    );
    const elsewhere = new GuardedFetcher({ ca, allow: [`other.example:${port}`], lookup: resolving(local) });
    await expect(elsewhere.getJson(`https://other.example:${port}/`)).rejects.toThrow('could not be reached');
    expect(seen).toEqual([]);
  });

  it('[T-099] connects to no special address, by name or literally', async () => {
    const fetcher = new GuardedFetcher({ ca, lookup: resolving(local) });
    await expect(fetcher.getJson(`https://${host}/`)).rejects.toThrow('does not resolve to public addresses');
    for (const literal of [
      '127.0.0.1',
      '[::1]',
      '169.254.169.254',
      '10.0.0.1',
      '[::ffff:7f00:1]',
      '127.1',
      '2130706433',
      '0x7f.1',
    ]) {
      await expect(fetcher.getJson(`https://${literal}/`), literal).rejects.toThrow('the address is not public');
    }
    expect(seen).toEqual([]);
  });

  it('[T-099] refuses a name that has a special address among others, or none at all', async () => {
    for (const addresses of [
      [...publicAddress, ...local],
      [...local, ...publicAddress],
      [{ address: '::1', family: 6 }, ...publicAddress],
      [],
    ]) {
      const fetcher = new GuardedFetcher({ lookup: resolving(addresses) });
      await expect(fetcher.getJson(`https://${host}/`)).rejects.toThrow('does not resolve to public addresses');
    }
  });

  it('[T-099] checks the address that it connects to, however often the answer changes', async () => {
    // The first answer would pass a check that somebody made beforehand; the second is where the connection would go.
    let lookups = 0;
    const alternating = (_: string, __: unknown, callback: (error: null, addresses: Resolved) => void) =>
      callback(null, lookups++ % 2 === 0 ? local : publicAddress);
    const fetcher = new GuardedFetcher({ ca, lookup: alternating });
    await expect(fetcher.getJson(`https://${host}/`)).rejects.toThrow('does not resolve to public addresses');
    expect(lookups).toBe(1);
    expect(seen).toEqual([]);
  });

  it.each([
    ['http', `http://${host}/`, /must be https/],
    ['another scheme', 'file:///etc/passwd', /must be https/],
    ['no address', 'keys', /must be https/],
    ['user information', `https://user:secret@${host}/`, /user information/],
    ['another port', `https://${host}:8443/`, /port 443/],
    ['an allowed host on another port', `https://${host}:1/`, /port 443/],
  ])('[T-100] asks no address with %s', async (_, address, reason) => {
    await expect(allowing().getJson(address)).rejects.toThrow(reason);
    expect(seen).toEqual([]);
  });
});
