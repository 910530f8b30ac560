import { once } from 'node:events';
import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import { connect } from 'node:net';
import { connect as secureConnect } from 'node:tls';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { type ProtocolRequest, type ProtocolResponse } from '@clientele/runtime';
import { aSelfSignedCertificate } from '@clientele/runtime/testing/certificates';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { type Config } from '../configuration/config.js';
import { Metrics } from '../metrics.js';
import { freePorts } from '../testing/free-ports.js';
import { IssuerHost } from './issuer-host.js';

describe('the issuer host', () => {
  const hosts: IssuerHost[] = [];
  afterEach(() => Promise.all(hosts.splice(0).map((host) => host.close())));

  interface Options {
    readonly trustedProxies?: string[];
    readonly issuer?: string;
    readonly tls?: Config['tls'];
    readonly clientCertificates?: Config['clientCertificates'];
    readonly answer?: ProtocolResponse | Promise<ProtocolResponse>;
  }

  async function running(options: Options = {}) {
    const seen: ProtocolRequest[] = [];
    const handle = async (protocolRequest: ProtocolRequest) => {
      seen.push(protocolRequest);
      return (await options.answer) ?? { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' };
    };
    const host = new IssuerHost(
      { handle },
      { ...options, issuer: options.issuer ?? 'http://localhost:4000', trustedProxies: options.trustedProxies ?? [] },
      { logger: pino({ level: 'silent' }), metrics: new Metrics() },
    );
    hosts.push(host);
    const [port] = await freePorts(1);
    await host.listen(port!, '127.0.0.1');

    async function send(method: string, path: string, over: RequestOptions & { readonly body?: string } = {}) {
      const { body, ...rest } = over;
      const sent = request({ host: '127.0.0.1', port, method, path, agent: false, ...rest });
      sent.end(body);
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      return { status: response.statusCode, headers: response.headers, body: await text(response) };
    }
    return { host, port: port!, seen, send };
  }

  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  it('hands a request over undecoded', async () => {
    const { send, seen } = await running();
    await send('POST', '/token%2F/x?a=%20b&a=c&d', {
      headers: { ...form, 'x-one': '1' },
      body: 'scope=a%20b&code=x%2By',
    });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      path: '/token%2F/x',
      query: 'a=%20b&a=c&d',
      body: 'scope=a%20b&code=x%2By',
      headers: { 'x-one': '1' },
    });
  });

  it.each([
    ['http://as.example/jwks', '/jwks', ''],
    ['HTTPS://as.example:4000/authorize?a=/b', '/authorize', 'a=/b'],
    ['http://as.example', '/', ''],
    ['http://as.example?a=b', '/', 'a=b'],
  ])('reads the path of a target that names the server: %s', async (target, path, query) => {
    const { send, seen } = await running();
    await send('GET', target);
    expect(seen[0]).toMatchObject({ path, query });
  });

  it('tells of a request that cannot be read in the words of the protocol', async () => {
    const { port } = await running();
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /jwks HTTP/1.1\r\nno colon\r\n\r\n');
    expect(await text(socket)).toMatch(
      /^HTTP\/1\.1 400 [^]*\{"error":"invalid_request","error_description":"[^"]+"\}$/,
    );
  });

  it('reads a body that comes in pieces, and in the middle of a character', async () => {
    const { port, seen } = await running();
    const socket = connect(port, '127.0.0.1');
    const octets = Buffer.from('name=é');
    socket.write(`POST /token HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${octets.length}\r\n\r\n`);
    socket.write(octets.subarray(0, -1));
    await setTimeout(20);
    socket.write(octets.subarray(-1));
    await text(socket);
    expect(seen[0]?.body).toBe('name=é');
  });

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'HEAD', 'PROPFIND'])(
    'leaves the method %s to the runtime',
    async (method) => {
      const { send, seen } = await running();
      await send(method, '/token');
      expect(seen[0]?.method).toBe(method);
    },
  );

  it('writes status, headers and body as they are, several cookies among them', async () => {
    const answer = { status: 303, headers: { location: '/x', 'set-cookie': ['a=1', 'b=2'] }, body: 'on' };
    const { send } = await running({ answer });
    expect(await send('GET', '/authorize')).toMatchObject({
      status: 303,
      headers: { location: '/x', 'set-cookie': ['a=1', 'b=2'], 'content-length': '2' },
      body: 'on',
    });
  });

  it('tells to HEAD the length and sends no body', async () => {
    const { send } = await running();
    expect(await send('HEAD', '/jwks')).toMatchObject({ headers: { 'content-length': '2' }, body: '' });
  });

  it('says nothing of a length where there can be no content', async () => {
    const { send } = await running({ answer: { status: 204, headers: {}, body: '' } });
    const { status, headers } = await send('OPTIONS', '/token');
    expect(status).toBe(204);
    expect(headers).not.toHaveProperty('content-length');
  });

  it('[T-104] believes forwarded addresses from trusted proxies only', async () => {
    const headers = {
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-host': 'evil.example',
      forwarded: 'for=203.0.113.8',
    };
    const plain = await running();
    await plain.send('GET', '/', { headers });
    expect(plain.seen[0]?.peer.address).toBe('127.0.0.1');
    const behind = await running({ trustedProxies: ['127.0.0.0/8'] });
    await behind.send('GET', '/', { headers });
    expect(behind.seen[0]?.peer.address).toBe('203.0.113.7');
  });

  it('[T-109] refuses what is too large before the runtime sees it', async () => {
    const { send, seen } = await running();
    const post = async (body: string) => (await send('POST', '/token', { headers: form, body })).status;
    expect(await post(`a=${'x'.repeat(64 * 1024 - 2)}`)).toBe(200);
    expect(await post(`a=${'x'.repeat(64 * 1024)}`)).toBe(413);
    expect(await post(Array(100).fill('a=b').join('&'))).toBe(200);
    expect(await post(Array(101).fill('a=b').join('&'))).toBe(400);
    expect((await send('GET', `/authorize?${'x'.repeat(8 * 1024)}`)).status).toBe(414);
    expect(seen).toHaveLength(2);
  });

  it('[T-109] refuses a body whose length nobody told as soon as it is too large', async () => {
    const { port, seen } = await running();
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    socket.write(`${(80 * 1024).toString(16)}\r\n${'x'.repeat(80 * 1024)}`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 [^]*connection: close/i);
    expect(seen).toEqual([]);
  });

  it('[T-111] refuses a request with two hosts and ends the connection', async () => {
    const { port, seen } = await running();
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /jwks HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 [^]*connection: close/i);
    expect(seen).toEqual([]);
  });

  it('[T-018] says on https that it is to be reached by https alone', async () => {
    const secure = await (await running({ issuer: 'https://as.example' })).send('GET', '/');
    expect(secure.headers['strict-transport-security']).toBe('max-age=31536000');
    const local = await (await running()).send('GET', '/');
    expect(local.headers).not.toHaveProperty('strict-transport-security');
  });

  it('shows the certificate of the server as it was renewed, and asks for the client’s all the same', async () => {
    const [old, next] = [aSelfSignedCertificate({ subject: 'CN=old' }), aSelfSignedCertificate({ subject: 'CN=new' })];
    const asCredentials = ({ pem: cert, keyPem: key }: typeof old) => ({ cert, key });
    const { host, port, seen } = await running({
      tls: asCredentials(old),
      clientCertificates: { direct: true, authorities: [] },
    });
    const shown = async (): Promise<string> => {
      const socket = secureConnect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...asCredentials(old) });
      await once(socket, 'secureConnect');
      const { subject } = socket.getPeerX509Certificate()!;
      socket.write('GET /jwks HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      await text(socket);
      return subject;
    };
    expect(await shown()).toBe('CN=old');
    host.renew(asCredentials(next));
    expect(await shown()).toBe('CN=new');
    expect(seen.map(({ peer }) => peer.certificate?.der)).toEqual([old.der, old.der]);
  });

  it('[T-110] ends slow connections, and answers others meanwhile', async () => {
    const { port, send, seen } = await running();
    /** Seconds until the connection ends to which this was written, an octet per second, and the last answer. */
    async function dripped(start: string): Promise<{ seconds: number; answer: string }> {
      const since = performance.now();
      const socket = connect(port, '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      socket.on('error', () => undefined);
      socket.write(start);
      const drip = setInterval(() => socket.write('x'), 1_000);
      await once(socket, 'close');
      clearInterval(drip);
      return { seconds: (performance.now() - since) / 1_000, answer };
    }
    const body = 'POST /token HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\n';
    const slow = Promise.all([
      ...Array.from({ length: 50 }, () => dripped('GET /jwks HTTP/1.1\r\nX-Long: ')),
      dripped(body),
    ]);
    for (let sent = 0; sent < 10; sent++) {
      const since = performance.now();
      expect(await send('GET', '/jwks')).toMatchObject({ status: 200 });
      expect(performance.now() - since).toBeLessThan(2_000);
      await setTimeout(500);
    }
    const ended = await slow;
    for (const { seconds, answer } of ended) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(seconds).toBeLessThan(40);
    }
    for (const { seconds } of ended.slice(0, -1)) expect(seconds).toBeLessThan(20);
    expect(seen.every(({ path }) => path === '/jwks')).toBe(true);
  });

  it('answers what is under way when it closes, and then ends the connection', async () => {
    let resolve!: (answer: ProtocolResponse) => void;
    const answer = new Promise<ProtocolResponse>((fulfil) => (resolve = fulfil));
    const { host, send, seen } = await running({ answer });
    const sent = send('GET', '/jwks', { headers: { connection: 'keep-alive' } });
    await expect.poll(() => seen).toHaveLength(1);
    const closed = host.close();
    resolve({ status: 200, headers: {}, body: 'late' });
    expect(await sent).toMatchObject({ body: 'late', headers: { connection: 'close' } });
    await closed;
  });
});
