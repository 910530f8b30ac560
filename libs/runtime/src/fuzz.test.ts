import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ProtocolResponse } from './http.js';
import {
  aRegisteredClient,
  challenge,
  issuer,
  redirectUri,
  secret,
  serverWith,
  verifier,
  type World,
} from './testing/server-with.js';

const paths = [
  '/authorize',
  '/interaction/x',
  '/applications',
  '/logout',
  '/token',
  '/userinfo',
  '/introspect',
  '/revoke',
  '/jwks',
  '/assets/pages.css',
  '/.well-known/openid-configuration',
  '/nowhere',
];
const names = [
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  'grant_type',
  'code',
  'code_verifier',
  'refresh_token',
  'redirect_uri',
  'response_type',
  'response_mode',
  'authorization_details',
  'claims',
  'scope',
  'state',
  'nonce',
  'prompt',
  'max_age',
  'ui_locales',
  'login_hint',
  'id_token_hint',
  'post_logout_redirect_uri',
  'code_challenge',
  'code_challenge_method',
  'token',
  'token_type_hint',
  'access_token',
  'form_token',
  'action',
  'username',
  'password',
  'request',
  '__proto__',
];
const values = [
  'app',
  secret,
  redirectUri,
  challenge,
  verifier,
  'code',
  'openid',
  'authorization_code',
  'client_credentials',
  'refresh_token',
  'S256',
  'none',
  'login',
  'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  'eyJhbGciOiJub25lIn0.eyJzdWIiOnsidG9TdHJpbmciOjF9fQ.AA',
  'code id_token token',
  '{"id_token":{"__proto__":null,"acr":{"essential":true,"values":[{}]},"sub":{"value":7}}}',
  '%00',
  '%',
  '%ff%fe',
  '[]',
];
const text = fc.oneof(
  fc.constantFrom(...values),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constant('x'.repeat(5000)),
);
const pairs = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 8 })), text, fc.boolean()), {
    maxLength: 12,
  })
  .map((list) => list.map(([name, value, raw]) => `${name}=${raw ? value : encode(value)}`).join('&'));
const header = fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.constant(undefined));
const authorization = fc.oneof(
  header,
  text.map((value) => `Basic ${Buffer.from(`app:${value}`).toString('base64')}`),
  text.map((value) => `Bearer ${value}`),
);
const requests = fc.record({
  method: fc.oneof(fc.constantFrom('GET', 'POST', 'OPTIONS', 'HEAD'), fc.string({ maxLength: 8 })),
  path: fc.oneof(fc.constantFrom(...paths), fc.string({ unit: 'binary', maxLength: 30 })),
  query: pairs,
  headers: fc.record(
    {
      authorization,
      'content-type': fc.oneof(fc.constant('application/x-www-form-urlencoded'), header),
      cookie: fc.oneof(
        header,
        text.map((value) => `__Host-clientele_session=${value}; __Host-clientele_browser=${value}`),
      ),
      origin: header,
      host: header,
    },
    { requiredKeys: [] },
  ),
  body: fc.oneof(pairs, fc.string({ unit: 'binary', maxLength: 200 })),
  peer: fc.constant({ address: '203.0.113.7' }),
});

function encode(value: string): string {
  return new URLSearchParams({ x: value }).toString().slice(2);
}

/** What every answer carries, whatever it is. */
function expectProtected(status: number, headers: ProtocolResponse['headers'], body: string): void {
  const type = String(headers['content-type'] ?? '');
  const location = String(headers['location'] ?? '');
  if (type !== '') expect(headers['x-content-type-options']).toBe('nosniff');
  if (status !== 204) expect(headers['cache-control']).toMatch(/^(?:no-store|public, max-age=\d+)$/);
  if (status >= 300) expect(headers['cache-control']).toBe('no-store');
  if (status === 401) expect(headers['www-authenticate']).toMatch(/^(?:Basic|Bearer) realm="[^"]+"/);
  if (status === 405) expect(headers['allow']).toMatch(/, OPTIONS$/);
  if (status === 429) expect(headers['retry-after']).toMatch(/^\d+$/);
  if (type.startsWith('text/html')) expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  if (type.startsWith('text/html') || location !== '') expect(headers['referrer-policy']).toBe('no-referrer');
  if (type === 'application/json' && status >= 400) {
    const { error, error_description } = JSON.parse(body) as Record<string, string>;
    // RFC 6749 §5.2: these characters and no others.
    expect(error).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    expect(error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
  }
  if (location !== '' && !location.startsWith('/')) {
    expect(status).toBe(303);
    const answer = new URL(location);
    expect(`${answer.origin}${answer.pathname}`).toBe(redirectUri);
    expect(answer.searchParams.get('iss')).toBe(issuer);
  }
}

describe('[standing rule 1] any request at all', () => {
  let world: World;

  beforeAll(async () => {
    world = await serverWith(aRegisteredClient({ allowed_origins: ['https://app.example.com'] }));
  });

  function expectAnswer({ status, headers, body }: ProtocolResponse): void {
    expect(status).toBeGreaterThanOrEqual(200);
    expect(status).toBeLessThan(500);
    expectProtected(status, headers, body);
    for (const value of Object.values(headers).flat()) {
      // Whatever else a header carried would be an injection, or an exception of the host.
      expect(value).toMatch(/^[\t\x20-\x7e\x80-\xff]*$/);
    }
  }

  it('has an answer that is no server error, and nothing is reported', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        // A minute each, so that it is the request that is refused and not the number of them.
        world.clock.advance(60);
        expectAnswer(await world.server.handle(request));
      }),
      { numRuns: 3000 },
    );
    await world.server.receiptsWritten();
    expect(world.problems).toEqual([]);
  });

  it('also when a good request is mutated', async () => {
    const good: [string, string, Record<string, string>][] = [
      ['GET', world.authorizationUrl(), {}],
      ['POST', '/token?grant_type=client_credentials&scope=email', { authorization: world.basic }],
      ['POST', `/introspect?token=${'x'.repeat(43)}`, { authorization: world.basic }],
      ['POST', `/revoke?token=a.b.c&client_id=app&client_secret=${secret}`, {}],
    ];
    const mutation = fc.tuple(
      fc.constantFrom(...good),
      fc.nat(400),
      fc.nat(6),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(mutation, async ([[method, address, headers], at, removed, inserted]) => {
        world.clock.advance(60);
        const [path, form] = address.split('?') as [string, string];
        const mutated = form.slice(0, at) + inserted + form.slice(at + removed);
        expectAnswer(
          await world.server.handle({
            method,
            path,
            query: method === 'GET' ? mutated : '',
            headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
            body: method === 'GET' ? '' : mutated,
            peer: { address: '203.0.113.7' },
          }),
        );
      }),
      { numRuns: 2000 },
    );
    expect(world.problems).toEqual([]);
  });
});
