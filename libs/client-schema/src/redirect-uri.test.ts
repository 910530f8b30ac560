import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRedirectUri, prepareRedirectUris, redirectUriFault } from './redirect-uri.js';

const native = (registered: string, requested: string): boolean =>
  findRedirectUri(prepareRedirectUris([registered], true), requested) !== undefined;
const web = (registered: string, requested: string): boolean =>
  findRedirectUri(prepareRedirectUris([registered], false), requested) !== undefined;

const callback = 'https://app.example.com/cb';

describe('a requested redirect URI', () => {
  it.each([
    ['the same', callback, callback],
    ['the same international host', 'https://xn--bcher-kva.example/cb', 'https://xn--bcher-kva.example/cb'],
    ['a port on 127.0.0.1', 'http://127.0.0.1/cb', 'http://127.0.0.1:49152/cb'],
    ['another port on 127.0.0.1', 'http://127.0.0.1:8080/cb', 'http://127.0.0.1:9090/cb'],
    ['no port on 127.0.0.1', 'http://127.0.0.1:8080/cb', 'http://127.0.0.1/cb'],
    ['a port on [::1]', 'http://[::1]/cb', 'http://[::1]:61023/cb'],
    ['a port on localhost', 'http://localhost/cb', 'http://localhost:3000/cb'],
    ['a port before a query', 'http://127.0.0.1/?a=1', 'http://127.0.0.1:3000/?a=1'],
    ['a port and nothing else', 'http://127.0.0.1', 'http://127.0.0.1:3000'],
    ['a private-use scheme', 'com.example.app:/cb', 'com.example.app:/cb'],
    ['the same query', `${callback}?a=1&b=2`, `${callback}?a=1&b=2`],
  ])('is accepted with %s', (_, registered, requested) => {
    expect(redirectUriFault(registered)).toBeUndefined();
    expect(native(registered, requested)).toBe(true);
  });

  it.each([
    ['a trailing slash', `${callback}/`],
    ['another case of the path', 'https://app.example.com/CB'],
    ['another case of the host', 'https://APP.example.com/cb'],
    ['another case of the scheme', 'HTTPS://app.example.com/cb'],
    ['another scheme', 'http://app.example.com/cb'],
    ['an explicit default port', 'https://app.example.com:443/cb'],
    ['a percent-encoded letter', 'https://app.example.com/%63b'],
    ['a dot segment', 'https://app.example.com/./cb'],
    ['a traversal back to the same path', 'https://app.example.com/x/../cb'],
    ['encoded dots', `${callback}/%2e%2e/admin`],
    ['a double slash', 'https://app.example.com//cb'],
    ['a query', `${callback}?x=1`],
    ['an empty query', `${callback}?`],
    ['an empty fragment', `${callback}#`],
    ['a fragment', `${callback}#frag`],
    ['the host as user information', 'https://app.example.com@evil.example/cb'],
    ['user information', 'https://user:pw@app.example.com/cb'],
    ['several @', 'https://a@b@evil.example/cb'],
    ['a backslash', 'https://app.example.com\\@evil.example/cb'],
    ['one slash', 'https:/app.example.com/cb'],
    ['no scheme', '//app.example.com/cb'],
    ['a line feed at the end', `${callback}\n`],
    ['a tab inside', 'https://app.example.com/\tcb'],
    ['a space in front', ` ${callback}`],
    ['a dot behind the host', 'https://app.example.com./cb'],
    ['another domain behind the host', 'https://app.example.com.evil.example/cb'],
    ['ideographic full stops', 'https://app。example。com/cb'],
    ['full-width letters', 'https://ａpp.example.com/cb'],
    ['a Cyrillic letter', 'https://аpp.example.com/cb'],
    ['nothing', ''],
  ])('is refused with %s', (_, requested) => {
    expect(native(callback, requested)).toBe(false);
    expect(web(callback, requested)).toBe(false);
  });

  it.each([
    [
      'another spelling of the same international host',
      'https://xn--bcher-kva.example/cb',
      'https://bücher.example/cb',
    ],
    ['localhost for 127.0.0.1', 'http://127.0.0.1/cb', 'http://localhost:5000/cb'],
    ['[::1] for 127.0.0.1', 'http://127.0.0.1/cb', 'http://[::1]:5000/cb'],
    ['another spelling of [::1]', 'http://[::1]/cb', 'http://[0:0:0:0:0:0:0:1]:61023/cb'],
    ['a query beside the free port', 'http://127.0.0.1/cb', 'http://127.0.0.1:5000/cb?x=1'],
    ['another path beside the free port', 'http://127.0.0.1/cb', 'http://127.0.0.1:5000/other'],
    ['a short IPv4 address', 'http://127.0.0.1/cb', 'http://127.1:5000/cb'],
    ['a decimal IPv4 address', 'http://127.0.0.1/cb', 'http://2130706433/cb'],
    ['a hexadecimal IPv4 address', 'http://127.0.0.1/cb', 'http://0x7f.1/cb'],
    ['port 0', 'http://127.0.0.1/cb', 'http://127.0.0.1:0/cb'],
    ['port 65536', 'http://127.0.0.1/cb', 'http://127.0.0.1:65536/cb'],
    ['a port with a leading zero', 'http://127.0.0.1/cb', 'http://127.0.0.1:08080/cb'],
    ['an empty port', 'http://127.0.0.1/cb', 'http://127.0.0.1:/cb'],
    ['another port under https', 'https://127.0.0.1:8443/cb', 'https://127.0.0.1:9443/cb'],
    ['a domain behind the address', 'http://127.0.0.1/cb', 'http://127.0.0.1.evil.example:80/cb'],
    ['user information in place of the port', 'http://127.0.0.1/cb', 'http://127.0.0.1:80@evil.example/cb'],
    ['a part that is both beginning and end', 'http://localhost//localhost', 'http://localhost'],
    ['an authority for a private-use scheme', 'com.example.app:/cb', 'com.example.app://cb'],
    ['another case of a private-use scheme', 'com.example.app:/cb', 'COM.example.app:/cb'],
    ['another order of the query', `${callback}?a=1&b=2`, `${callback}?b=2&a=1`],
    ['another encoding of the query', `${callback}?a=1&b=2`, `${callback}?a=%31&b=2`],
    ['one more parameter', `${callback}?a=1&b=2`, `${callback}?a=1&b=2&c=3`],
    ['a slash for an empty path', 'https://app.example.com', 'https://app.example.com/'],
    ['a path parameter missing', `${callback};v=1`, callback],
  ])('is refused with %s', (_, registered, requested) => {
    expect(redirectUriFault(registered)).toBeUndefined();
    expect(native(registered, requested)).toBe(false);
  });

  it('keeps its port where ports are compared', () => {
    expect(web('http://127.0.0.1:8080/cb', 'http://127.0.0.1:9090/cb')).toBe(false);
    expect(web('http://127.0.0.1:8080/cb', 'http://127.0.0.1:8080/cb')).toBe(true);
  });

  it('[T-025] differs from the registered one in nothing but a loopback port', () => {
    const edits = fc.tuple(fc.nat(40), fc.nat(3), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.constantFrom(callback, 'http://127.0.0.1:8080/cb', 'http://[::1]/cb'), edits, (value, edit) => {
        const [at, removed, inserted] = edit;
        const requested = value.slice(0, at) + inserted + value.slice(at + removed);
        if (!native(value, requested)) return;
        const withoutPort = (uri: string) =>
          uri.replace(/^(http:\/\/(?:127\.0\.0\.1|\[::1\])):[1-9]\d{0,4}(?=\/)/, '$1');
        expect(withoutPort(requested)).toBe(withoutPort(value));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the host of a redirect URI', () => {
  const everything = { allow_wildcards: true, allow_localhost_variations: true, allow_querystring_variations: true };
  const registered = [callback, 'https://*.example.com/cb', 'https://app.example.com/**', 'http://127.0.0.1:8080/cb'];
  /** What parsers of addresses disagree about. */
  const confusing = [
    '@',
    '%40',
    '\\',
    '/',
    '//',
    '.',
    '。',
    '％',
    '\t',
    '\n',
    ' ',
    '#',
    '?',
    ':',
    ';',
    '%2f',
    '%00',
    'ａ',
    '*',
    '-',
  ];

  it('[T-023] is for browsers what it is for us, whatever is allowed', () => {
    const edits = fc.array(
      fc.tuple(
        fc.nat(40),
        fc.nat(2),
        fc.oneof(fc.constantFrom(...confusing, 'evil.example', '.evil.example'), fc.nat(9).map(String)),
      ),
      { minLength: 1, maxLength: 3 },
    );
    let allowed = 0;
    fc.assert(
      fc.property(fc.constantFrom(...registered), edits, (value, changes) => {
        const start = value.replace('**', 'segment').replace('*', 'label');
        const requested = changes.reduce(
          (uri, [at, removed, inserted]) => uri.slice(0, at) + inserted + uri.slice(at + removed),
          start,
        );
        if (!findRedirectUri(prepareRedirectUris([value], true, everything), requested)) return;
        allowed++;
        const { hostname, username, password, hash, href } = new URL(requested);
        expect(hostname).toMatch(value.includes('127') ? /^127\.0\.0\.1$/ : /^[a-z0-9-]+\.example\.com$/);
        expect([username, password, hash]).toEqual(['', '', '']);
        expect(href).toBe(requested);
      }),
      { numRuns: 20_000 },
    );
    expect(allowed).toBeGreaterThan(50);
  });
});

describe('a registered redirect URI', () => {
  it.each([
    callback,
    'https://app.example.com',
    'https://app.example.com:8443/cb?tenant=1',
    'http://localhost:3000/cb',
    'http://127.0.0.2/cb',
    'http://[::1]/cb',
    'com.example.app:/cb',
    'com.example.app://host/cb',
    'myapp:/callback',
  ])('may be %s', (uri) => {
    expect(redirectUriFault(uri)).toBeUndefined();
  });

  it.each([
    ['https://bücher.example/cb', /punycode/],
    ['http://192.168.1.10/cb', /https/],
    ['http://app.example.com/cb', /https/],
    ['http://localhost.evil.example/cb', /https/],
    ['javascript:alert(1)', /scheme/],
    ['JaVaScRiPt:alert(1)', /scheme/],
    ['\u0001javascript:alert(1)', /RFC 3986/],
    ['data:text/html,hello', /scheme/],
    ['vbscript:x', /scheme/],
    ['file:///etc/passwd', /scheme/],
    ['blob:https://app.example.com/x', /scheme/],
    ['about:blank', /scheme/],
    ['view-source:https://app.example.com', /scheme/],
    ['ws://app.example.com', /scheme/],
    ['mailto:a@example.com', /scheme/],
    [`${callback}?code=x`, /parameter code/],
    [`${callback}?a=1&state=x`, /parameter state/],
    [`${callback}?%69ss=x`, /parameter iss/],
    [`${callback}#`, /fragment/],
    [`${callback}#a#b`, /RFC 3986/],
    ['https://user@app.example.com/cb', /user information/],
    ['https:/app.example.com/cb', /host/],
    ['https:app.example.com/cb', /host/],
    ['/cb', /absolute/],
    ['', /absolute/],
    ['https://APP.example.com/cb', /written as https:\/\/app\.example\.com\/cb/],
    ['https://app.example.com:443/cb', /written as/],
    ['https://app.example.com/x/../cb', /written as/],
    ['https://app.example.com/%2e%2e/cb', /written as/],
    ['com.example.app:..', /dot segments/],
    ['http://127.1/cb', /written as/],
    ['https://app.example.com/a b', /RFC 3986/],
    ['https://app.example.com/100%', /RFC 3986/],
    ['https://app.example.com/[a]', /RFC 3986/],
    ['https://app.example.com\\cb', /RFC 3986/],
    [`https://app.example.com/${'a'.repeat(2048)}`, /2048/],
    [42, /string/],
    [null, /string/],
  ])('must not be %s', (uri, fault) => {
    expect(redirectUriFault(uri)).toMatch(fault);
  });

  it('names the host that a browser reads', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (uri) => {
        if (redirectUriFault(uri)) return;
        expect([uri, `${uri}/`]).toContain(new URL(uri).href);
      }),
    );
  });
});
