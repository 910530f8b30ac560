import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client } from '../admin-api.js';
import { dialects } from '../database.js';
import { signsUp } from '../people.js';
import { Server, automation, basic } from '../server.js';
import './patience.js';

/** Milliseconds within which everything is answered. */
const hang = 5_000;
/** Random requests to one listener that there are at least, and at most as long as that takes no longer in milliseconds. */
const fewest = 200;
const most = 2_000;
const budget = 20_000;
const seed = 20_260_101;

/** Fewer characters than the limit, for what a request has besides what is measured. */
const urlLimit = 8 * 1024;
const headerLimit = 16 * 1024;
const formLimit = 64 * 1024;
const documentLimit = 1024 * 1024;

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array<ArrayBuffer> | string;
}

const methods = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND');
const contentTypes = fc.constantFrom(
  'application/json',
  'application/merge-patch+json',
  'application/json-patch+json',
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=utf-16',
  'application/x-ndjson',
  'multipart/form-data; boundary=x',
  'text/plain',
  'nonsense',
  '',
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '\0', '../..', '%00', '%', '\u{1F600}', '\uD800', '\u202E', "' OR 1=1 --", '__proto__', 'null'),
  fc.string({ minLength: 1000, maxLength: 3000 }),
);
const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, 0, -1, 1e308, 2 ** 53, 'https://a.example/', '2026-01-01', 'openid'),
);
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 5 }),
  fc.dictionary(text, scalar, { maxKeys: 5 }),
  fc.jsonValue(),
);

const parameter = (names: readonly string[]) =>
  fc.tuple(names.length > 0 ? fc.oneof(fc.constantFrom(...names), text) : text, text);
const pairs = (names: readonly string[]) =>
  fc
    .array(parameter(names), { maxLength: 12 })
    .map((list) => list.map(([name, given]) => `${escaped(name)}=${escaped(given)}`).join('&'));

/** Percent-encoded. Half of a surrogate pair, which no encoding has, goes as U+FFFD. */
function escaped(given: string): string {
  return encodeURIComponent(given.toWellFormed());
}

describe.each(dialects)('whatever is sent, on %s', (dialect) => {
  let server: Server;
  let client: Client;
  let token: string;

  beforeAll(async () => {
    server = await Server.start({ dialect });
    await signsUp(server);
    client = await server.admin().creates({ grant_types: ['client_credentials'], client_type: 'server_to_server' });
    token = await server.automationToken();
  });
  afterAll(() => server.close());

  async function send({ method, url, headers = {}, body }: Sent): Promise<Response> {
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(hang),
      ...(body !== undefined && method !== 'GET' && method !== 'HEAD' && { body }),
    });
    await response.arrayBuffer();
    return response;
  }

  /** Sends random requests until the time is over. The seed makes the same ones each time. */
  async function survives(requests: fc.Arbitrary<Sent>): Promise<void> {
    const property = fc.asyncProperty(requests, async (sent) => {
      const { status } = await send(sent);
      expect(status).toBeLessThan(500);
    });
    const started = performance.now();
    await fc.assert(property, { seed, numRuns: fewest });
    const left = Math.max(0, budget - (performance.now() - started));
    await fc.assert(property, { seed: seed + 1, numRuns: most - fewest, interruptAfterTimeLimit: left });
    expect(server.isAlive()).toBe(true);
    expect(await server.isReady()).toBe(true);
    expect(server.log()).not.toMatch(/unhandledRejection|uncaughtException|"level":"fatal"/);
  }

  // Nothing in what the issuer does with a broken request depends on the database; the admin API searches with it.
  it.runIf(dialect === 'sqlite')('is answered by the issuer without a failure', async () => {
    const paths = [
      '/authorize',
      '/token',
      '/introspect',
      '/revoke',
      '/userinfo',
      '/jwks',
      '/.well-known/openid-configuration',
      '/.well-known/oauth-authorization-server',
      '/interaction/x',
      '/assets/pages.css',
      '/',
    ];
    const names = (
      'client_id client_secret client_assertion client_assertion_type grant_type code code_verifier redirect_uri scope ' +
      'state nonce response_type response_mode authorization_details prompt max_age claims request request_uri ui_locales login_hint ' +
      'code_challenge code_challenge_method refresh_token token token_type_hint id_token_hint action form_token ' +
      'username password resource'
    ).split(' ');
    const known = fc.constantFrom<[string, string]>(
      ['client_id', client.client_id],
      ['client_id', 'clientele-console'],
      ['grant_type', 'client_credentials'],
      ['grant_type', 'authorization_code'],
      ['grant_type', 'refresh_token'],
      ['response_type', 'code'],
      ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
      ['client_assertion', 'eyJhbGciOiJFUzI1NiJ9.e30.AA'],
      ['redirect_uri', `${server.adminUrl}/console/callback`],
      ['scope', 'openid'],
      ['prompt', 'none'],
      ['max_age', '-1'],
      ['code_challenge_method', 'S256'],
      ['code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'],
    );
    const form = fc
      .tuple(fc.array(known, { maxLength: 8 }), pairs(names))
      .map(([right, wrong]) => `${new URLSearchParams(right)}&${wrong}`);
    const authorization = fc.oneof(
      fc.constant(basic(client.client_id, client.client_secret)),
      fc.constantFrom('Basic', 'Basic ====', 'Basic OjpA', 'Bearer', 'Bearer x', `Bearer ${token}`, 'DPoP a.b.c', ','),
      fc.string({ maxLength: 60 }).map((given) => `Basic ${Buffer.from(given).toString('base64')}`),
    );
    const requests = fc.record({
      method: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('GET', 'POST') }, methods),
      path: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...paths) },
        text.map((given) => `/${escaped(given)}`),
      ),
      query: form,
      form: fc.oneof(
        { weight: 4, arbitrary: form },
        text.map((given) => Buffer.from(given, 'utf16le')),
      ),
      type: fc.oneof({ weight: 4, arbitrary: fc.constant('application/x-www-form-urlencoded') }, contentTypes),
      authorization: fc.option(authorization, { nil: undefined }),
      cookie: fc.option(fc.base64String(), { nil: undefined }),
    });
    await survives(
      requests.map(({ method, path, query, form, type, authorization, cookie }) => ({
        method,
        url: `${server.address}${path}?${query.slice(0, 6_000)}`,
        headers: {
          'content-type': type,
          ...(authorization !== undefined && { authorization }),
          ...(cookie !== undefined && { cookie: `clientele_session=${cookie}; clientele_browser=${cookie}` }),
        },
        body: form,
      })),
    );
  });

  it('is answered by every operation of the admin API without a failure', async () => {
    const document = (await (await fetch(`${server.adminAddress}/openapi.json`)).json()) as OpenApi;
    const operations = operationsOf(document);
    expect(operations.length).toBeGreaterThan(20);
    const members = [...new Set(operations.flatMap((operation) => operation.members))];
    const bodies = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.dictionary(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...members) }, text), value),
      },
      { weight: 2, arbitrary: value },
      fc.array(fc.record({ op: fc.oneof(fc.constantFrom('add', 'remove', 'test', 'move'), text), path: text, value })),
    );
    const requests = fc.record({
      operation: fc.constantFrom(...operations),
      ids: fc.array(fc.oneof(fc.constantFrom(client.client_id, automation.client_id, 'openid', 'R-AAAA-AAAA'), text), {
        minLength: 3,
        maxLength: 3,
      }),
      method: fc.option(methods, { nil: undefined, freq: 8 }),
      body: fc.oneof({ weight: 8, arbitrary: bodies.map((given) => JSON.stringify(given)) }, text),
      type: fc.option(contentTypes, { nil: undefined, freq: 6 }),
      header: fc.option(
        fc.tuple(fc.constantFrom('if-match', 'if-none-match', 'idempotency-key', 'accept'), fc.base64String()),
        {
          nil: undefined,
        },
      ),
      limit: fc.option(scalar, { nil: undefined }),
      queryText: fc.infiniteStream(text),
    });
    const query = (operation: Operation, stream: fc.Stream<string>, limit: unknown) => {
      const chosen = operation.query.map((name) => `${name}=${escaped(stream.next().value as string)}`).slice(0, 3);
      return [...chosen, ...(limit === undefined ? [] : [`limit=${escaped(JSON.stringify(limit))}`])]
        .join('&')
        .slice(0, 6_000);
    };
    await survives(
      requests.map(({ operation, ids, method, body, type, header, limit, queryText }) => ({
        method: method ?? operation.method,
        url: `${server.adminAddress}${filled(operation.path, ids)}?${query(operation, queryText, limit)}`,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': type ?? operation.type,
          ...(header && { [header[0]]: header[1] }),
        },
        body,
      })),
    );
  });

  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const json = { 'content-type': 'application/json' };
  const nested = (depth: number) => `{"client_name":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

  /** The same request on both sides of a limit: within it nothing speaks of size. */
  it.each<[string, number, (octets: number) => Sent, number, number]>([
    [
      'a form',
      formLimit,
      (size) => ({ method: 'POST', url: '/token', headers: form, body: 'x='.padEnd(size, 'y') }),
      401,
      413,
    ],
    ['an address', urlLimit, (size) => ({ method: 'GET', url: '/authorize?x='.padEnd(size, 'y') }), 400, 414],
    [
      'the number of parameters',
      100,
      (count) => ({ method: 'POST', url: '/token', headers: form, body: parameters(count) }),
      401,
      400,
    ],
    [
      'the number of parameters of a query',
      100,
      (count) => ({ method: 'GET', url: `/authorize?${parameters(count)}` }),
      400,
      400,
    ],
  ])('keeps the limit of the issuer for %s', async (_, limit, request, within, beyond) => {
    const statuses = await Promise.all(
      [limit, limit + 1].map(async (size) => {
        const sent = request(size);
        const response = await fetch(`${server.address}${sent.url}`, { ...sent, signal: AbortSignal.timeout(hang) });
        return [response.status, /too (large|long)|more than 100 parameters/.test(await response.text())];
      }),
    );
    expect(statuses).toEqual([
      [within, false],
      [beyond, true],
    ]);
  });

  it.each<[string, number, (size: number) => Sent, number, number]>([
    [
      'a document',
      documentLimit,
      (size) => ({ method: 'POST', url: '/clients', headers: json, body: '{"client_name":1}'.padEnd(size) }),
      422,
      413,
    ],
    ['an address', urlLimit, (size) => ({ method: 'GET', url: '/clients?q='.padEnd(size, 'y') }), 400, 414],
    [
      'the depth of a document',
      32,
      (depth) => ({ method: 'POST', url: '/clients', headers: json, body: nested(depth) }),
      422,
      400,
    ],
  ])('keeps the limit of the admin API for %s', async (_, limit, request, within, beyond) => {
    const statuses = await Promise.all(
      [limit, limit + 1].map(async (size) => {
        const { url, headers, ...sent } = request(size);
        const authorization = `Bearer ${token}`;
        return (await send({ ...sent, url: `${server.adminAddress}${url}`, headers: { ...headers, authorization } }))
          .status;
      }),
    );
    expect(statuses).toEqual([within, beyond]);
  });

  it.each(['address', 'adminAddress'] as const)('keeps the limit for headers at the %s', async (listener) => {
    const status = async (size: number) =>
      (await send({ method: 'GET', url: `${server[listener]}/nowhere`, headers: { 'x-filler': 'y'.repeat(size) } }))
        .status;
    expect(await status(headerLimit - 1_000)).toBeLessThan(431);
    expect(await status(headerLimit)).toBe(431);
  });
});

describe.each(['issuer', 'admin'] as const)(
  '[T-111] a request to the %s listener that two parsers read differently',
  (listener) => {
    let server: Server;
    beforeAll(async () => void (server = await Server.start()));
    afterAll(() => server.close());

    /** Writes octets and gives all that comes back until the server closes the connection. */
    async function exchange(octets: string): Promise<string> {
      const { port } = new URL(listener === 'issuer' ? server.address : server.adminAddress);
      const socket = connect(Number(port), '127.0.0.1').setEncoding('latin1').setTimeout(hang);
      let answer = '';
      socket.on('data', (chunk: string) => (answer += chunk));
      socket.on('timeout', () => socket.destroy(new Error(`still open after: ${answer}`)));
      socket.write(octets, 'latin1');
      await once(socket, 'close');
      return answer;
    }

    const post = (...headers: readonly string[]) =>
      ['POST /token HTTP/1.1', 'Host: localhost', ...headers].join('\r\n');
    const smuggled = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n';

    it.each([
      ['a length and chunks', `${post('Content-Length: 5', 'Transfer-Encoding: chunked')}\r\n\r\n0\r\n\r\n${smuggled}`],
      ['chunks and a length', `${post('Transfer-Encoding: chunked', 'Content-Length: 5')}\r\n\r\n0\r\n\r\n${smuggled}`],
      ['two lengths', `${post('Content-Length: 0', 'Content-Length: 5')}\r\n\r\nhello${smuggled}`],
      ['a list of lengths', `${post('Content-Length: 5, 6')}\r\n\r\nhello${smuggled}`],
      ['a length with a sign', `${post('Content-Length: +5')}\r\n\r\nhello${smuggled}`],
      ['a negative length', `${post('Content-Length: -1')}\r\n\r\nhello${smuggled}`],
      ['a hexadecimal length', `${post('Content-Length: 0x5')}\r\n\r\nhello${smuggled}`],
      ['a length beyond any number', `${post(`Content-Length: ${'9'.repeat(30)}`)}\r\n\r\nhello${smuggled}`],
      ['an empty length', `${post('Content-Length:')}\r\n\r\nhello${smuggled}`],
      ['an encoding after chunked', `${post('Transfer-Encoding: chunked, identity')}\r\n\r\n0\r\n\r\n${smuggled}`],
      ['an encoding that is misspelt', `${post('Transfer-Encoding: xchunked')}\r\n\r\n0\r\n\r\n${smuggled}`],
      ['a control character in the encoding', `${post('Transfer-Encoding: \x0bchunked')}\r\n\r\n0\r\n\r\n${smuggled}`],
      ['a space before the colon', `${post('Content-Length : 5')}\r\n\r\nhello${smuggled}`],
      ['a header line that is folded', `${post('X-Long: a', ' b')}\r\n\r\n${smuggled}`],
      ['a header line without a colon', `${post('nonsense')}\r\n\r\n${smuggled}`],
      ['a header without a name', `${post(': 5')}\r\n\r\n${smuggled}`],
      ['a NUL in a header', `${post('X-Nul: a\0b')}\r\n\r\n${smuggled}`],
      ['a bare CR in a header', `${post('X-Cr: a\rb')}\r\n\r\n${smuggled}`],
      ['lines that end with LF', `${post('Content-Length: 0').replaceAll('\r', '')}\n\n${smuggled}`],
      [
        'a chunk size that is no number',
        `${post('Transfer-Encoding: chunked')}\r\n\r\nxyz\r\nhello\r\n0\r\n\r\n${smuggled}`,
      ],
      ['a chunk size that overflows', `${post('Transfer-Encoding: chunked')}\r\n\r\nfffffffffffffffff\r\nhello`],
      [
        'a chunk size that ends with LF',
        `${post('Transfer-Encoding: chunked')}\r\n\r\n5\nhello\r\n0\r\n\r\n${smuggled}`,
      ],
      [
        'a chunk longer than its size',
        `${post('Transfer-Encoding: chunked')}\r\n\r\n5\r\nhello!\r\n0\r\n\r\n${smuggled}`,
      ],
      ['no host', 'GET /jwks HTTP/1.1\r\n\r\n'],
      ['two hosts', 'GET /jwks HTTP/1.1\r\nHost: localhost\r\nHost: elsewhere.example\r\n\r\n'],
      ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      ['a version that is none', 'GET /jwks HTTP/1.10\r\nHost: localhost\r\n\r\n'],
      ['a space in the address', `GET /jwks x HTTP/1.1\r\nHost: localhost\r\n\r\n${smuggled}`],
      ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ])('is refused once and the connection closed: %s', async (_, octets) => {
      const answer = await exchange(octets);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
      expect(answer).toMatch(/connection: close/i);
    });
  },
);

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, { readonly properties?: object }>> };
}

interface OperationObject {
  readonly operationId?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly query: readonly string[];
  /** The first media type of the body. */
  readonly type: string;
  /** Names that bodies of the document have. */
  readonly members: readonly string[];
}

function operationsOf({ paths, components }: OpenApi): Operation[] {
  const members = Object.values(components?.schemas ?? {}).flatMap(({ properties }) => Object.keys(properties ?? {}));
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, operation]) => operation.operationId !== undefined)
      .map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        query: (operation.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name),
        type: Object.keys(operation.requestBody?.content ?? {})[0] ?? 'application/json',
        members,
      })),
  );
}

/** A path with its variables filled in; a slash or dots in one of them stay data. */
function filled(template: string, ids: readonly string[]): string {
  let next = 0;
  return template.replaceAll(/\{\w+\}/g, () => escaped(ids[next++] ?? 'x').replaceAll('.', '%2E') || 'x');
}

function parameters(count: number): string {
  return Array.from({ length: count }, (_, index) => `p${index}=1`).join('&');
}
