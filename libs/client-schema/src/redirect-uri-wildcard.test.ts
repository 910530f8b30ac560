import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RedirectUriPolicy, findRedirectUri, prepareRedirectUris, redirectUriFault } from './redirect-uri.js';

const policy: RedirectUriPolicy = {
  allow_wildcards: true,
  allow_localhost_variations: false,
  allow_querystring_variations: false,
};

const accepts = (registered: string, requested: string, over: Partial<RedirectUriPolicy> = {}): boolean =>
  findRedirectUri(prepareRedirectUris([registered], false, { ...policy, ...over }), requested) !== undefined;

const host = 'https://*.example.com/cb';
const path = 'https://app.example.com/**';

describe('a wildcard in a redirect URI', () => {
  it.each([
    [host, 'https://app.example.com/cb'],
    [path, 'https://app.example.com/cb'],
    ['https://www.example.com/**/callback', 'https://www.example.com/this/callback'],
    ['https://*.preview.example.com:8443/cb?a=1', 'https://pr-17.preview.example.com:8443/cb?a=1'],
    ['https://*.example.com/**', 'https://app.example.com/cb'],
  ])('%s accepts %s', (registered, requested) => {
    expect(redirectUriFault(registered)).toBeUndefined();
    expect(accepts(registered, requested)).toBe(true);
  });

  it.each([
    ['two labels', host, 'https://a.app.example.com/cb'],
    ['a label of two characters', host, 'https://ab.example.com/cb'],
    ['no label', host, 'https://example.com/cb'],
    ['a suffix', host, 'https://app.example.com.evil.example/cb'],
    ['a slash in the star', host, 'https://evil.example/.example.com/cb'],
    ['a port', host, 'https://app.example.com:8443/cb'],
    ['upper case in the label', host, 'https://App.example.com/cb'],
    ['punycode in the label', host, 'https://xn--pp-6kc.example.com/cb'],
    ['user information', host, 'https://app.example.com@evil.example/cb'],
    ['a backslash', host, 'https://evil.example\\.example.com/cb'],
    ['a hyphen at the end of the label', host, 'https://app-.example.com/cb'],
    ['another scheme', host, 'http://app.example.com/cb'],
    ['itself', host, host],
    ['two segments', path, 'https://app.example.com/a/b'],
    ['an empty segment', path, 'https://app.example.com/'],
    ['traversal', path, 'https://app.example.com/..'],
    ['encoded traversal', path, 'https://app.example.com/%2e%2e'],
    ['a path parameter', path, 'https://app.example.com/..;/admin'],
    ['an encoded slash', path, 'https://app.example.com/a%2fb'],
    ['a query', path, 'https://app.example.com/cb?x=1'],
    ['a fragment', path, 'https://app.example.com/cb#x'],
  ])('does not stand for %s', (_, registered, requested) => {
    expect(accepts(registered, requested)).toBe(false);
  });

  it.each([
    'https://www.example.com/th*/callback',
    'https://app.example.com/*',
    'https://app.example.com*',
    'https://app*.example.com/cb',
    'https://*',
    'https://*.com/cb',
    'https://*.co.uk/cb',
    'https://*.vercel.app/cb',
    'https://app.*.com/cb',
    'https://*.*.example.com/cb',
    'https://app.example.com/**/**',
    'https://app.example.com:*/cb',
    '*://app.example.com/cb',
    'https://app.example.com/cb?x=*',
    'https://*@app.example.com/cb',
    'com.example.app:/**',
    'http://*.example.com/cb',
  ])('must not be %s', (uri) => {
    expect(redirectUriFault(uri)).toBeTypeOf('string');
  });

  it('stands for nothing where the policy allows none', () => {
    expect(accepts(host, 'https://app.example.com/cb', { allow_wildcards: false })).toBe(false);
  });

  it('[T-024] stands for one label or one segment, whatever is put in its place', () => {
    const piece = fc.string({
      unit: fc.constantFrom('a', 'B', '1', '-', '.', '_', '~', '%', '/', '\\', '@', ':', '?', '#', '*'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(piece, piece, (label, segment) => {
        const requested = `https://${label}.example.com/${segment}`;
        const expected =
          /^(?!xn--)[a-z0-9][a-z0-9-]+[a-z0-9]$/.test(label) && /^(?!\.\.?$)[A-Za-z0-9._~-]+$/.test(segment);
        expect(accepts('https://*.example.com/**', requested)).toBe(expected);
      }),
      { numRuns: 20_000 },
    );
  });

  it('takes no longer for hostile requests than for others', () => {
    const hostile = `https://${'a-'.repeat(900)}.example.com/${'.'.repeat(100)}`;
    const started = performance.now();
    for (let count = 0; count < 1000; count++) expect(accepts('https://*.example.com/**', hostile)).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('a policy of redirect URIs', () => {
  it.each([
    ['http://localhost:3000/cb', 'http://localhost:4000/other?a=1', true],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:9/x', true],
    ['http://127.0.0.1/cb', 'http://localhost/cb', false],
    ['http://127.0.0.1/cb', 'http://127.0.0.1.evil.example/cb', false],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:9/cb#x', false],
    ['http://127.0.0.1/cb', 'http://127.0.0.1@evil.example/cb', false],
    ['https://app.example.com/cb', 'https://app.example.com/other', false],
  ])('may free addresses on the loopback interface: %s, %s', (registered, requested, accepted) => {
    expect(accepts(registered, requested, { allow_localhost_variations: true })).toBe(accepted);
    expect(accepts(registered, requested)).toBe(false);
  });

  it.each([
    ['https://app.example.com/cb', 'https://app.example.com/cb?tenant=1', true],
    ['https://app.example.com/cb?tenant=1', 'https://app.example.com/cb', true],
    ['https://app.example.com/cb', 'https://app.example.com/cb?code=x', false],
    ['https://app.example.com/cb', 'https://app.example.com/cb#?a=1', false],
    ['https://app.example.com/cb', 'https://app.example.com/cb2?a=1', false],
  ])('may free the query: %s, %s', (registered, requested, accepted) => {
    expect(accepts(registered, requested, { allow_querystring_variations: true })).toBe(accepted);
    expect(accepts(registered, requested)).toBe(false);
  });
});
