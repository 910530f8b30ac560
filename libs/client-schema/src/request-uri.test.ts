import { describe, expect, it } from 'vitest';
import { isRegisteredRequestUri, requestUriFault } from './request-uri.js';

describe('an address of request objects', () => {
  it.each([
    'https://app.example.com/request.jwt',
    'https://app.example.com/requests/*',
    'https://app.example.com/request.jwt#GkurKxf5T0Y-mnPFCHqWOMiZi4VS138cQO_V7PZHAdM',
    '*',
  ])('may be %s', (uri) => expect(requestUriFault(uri)).toBeUndefined());

  it.each([
    'http://app.example.com/request.jwt',
    'https://*.example.com/',
    'https://app.example.com*',
    'https://app.example.com/*/x',
    'https://user:pw@app.example.com/',
    'https://*',
    '**',
    '',
    7,
  ])('is not %s', (uri) => expect(requestUriFault(uri)).toBeTypeOf('string'));
});

describe('the address of a request object', () => {
  const exact = 'https://app.example.com/r';
  const hash = 'GkurKxf5T0Y-mnPFCHqWOMiZi4VS138cQO_V7PZHAdM';

  it.each([
    [exact, exact, true],
    [exact, `${exact}#${hash}`, true],
    [exact, `${exact}/`, false],
    [exact, `${exact}?x`, false],
    [`${exact}#${hash}`, `${exact}#${hash}`, true],
    [`${exact}#${hash}`, exact, false],
    [`${exact}#${hash}`, `${exact}#other`, false],
    ['https://app.example.com/r/*', 'https://app.example.com/r/1', true],
    ['https://app.example.com/r/*', 'https://app.example.com/r/1#x', true],
    ['https://app.example.com/r/*', 'https://app.example.com/r/../admin', false],
    ['https://app.example.com/r/*', 'https://app.example.com/r/%2e%2e/admin', false],
    ['https://app.example.com/r/*', 'https://app.example.com/other', false],
    ['https://app.example.com/*', 'https://app.example.com.evil.example/', false],
    ['*', 'https://anywhere.example/r', true],
  ])('registered %s, sent %s: %s', (registered, sent, isRegistered) => {
    expect(isRegisteredRequestUri([registered], sent)).toBe(isRegistered);
  });
});
