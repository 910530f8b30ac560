import { describe, expect, it } from 'vitest';
import { originFault, originMatches } from './origin.js';

describe('an allowed origin', () => {
  it.each([
    'https://app.example.com',
    'https://app.example.com:8443',
    'https://*.example.com',
    'https://*.example.com:8443',
    'http://localhost:5173',
    'http://127.0.0.1',
    'http://[::1]:3000',
  ])('may be %s', (origin) => {
    expect(originFault(origin)).toBeUndefined();
  });

  it.each([
    '*',
    'https://*',
    'https://*.com',
    'https://*.*.example.com',
    'https://app*.example.com',
    'https://app.*.com',
    'null',
    'https://app.example.com/',
    'https://app.example.com/path',
    'https://app.example.com?x',
    'https://app.example.com#x',
    'https://user@app.example.com',
    'https://app.example.com:443',
    'https://APP.example.com',
    'https://bücher.example',
    'http://app.example.com',
    'ftp://app.example.com',
    'com.example.app:/',
    'app.example.com',
    `https://${'a'.repeat(300)}.example.com`,
    '',
    null,
    {},
  ])('must not be %s', (origin) => {
    expect(originFault(origin)).toMatch(/^must/);
  });
});

describe('the origin of a request', () => {
  const registered = ['https://app.example.com', 'https://*.example.org', 'https://*.example.net:8443'];

  it.each(['https://app.example.com', 'https://a.example.org', 'https://x-1.example.net:8443'])(
    '%s is allowed',
    (origin) => {
      expect(originMatches(registered, origin)).toBe(true);
    },
  );

  it.each([
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://example.org',
    'https://.example.org',
    'https://a.b.example.org',
    'https://evil.example/.example.org',
    'https://evil.example?.example.org',
    'https://aexample.org',
    'https://a.example.org.evil.example',
    'https://a.example.net',
    'null',
    '',
  ])('%s is not', (origin) => {
    expect(originMatches(registered, origin)).toBe(false);
  });
});
