import { describe, expect, it } from 'vitest';
import { returnTo } from './return-to.js';

const origin = 'https://admin.example.com';

describe('the place to return to after signing in', () => {
  it.each(['/console/', '/console/clients?q=a', '/console/clients/svc-billing/security', '/console/requests#R-1'])(
    'keeps %s',
    (path) => {
      expect(returnTo(path, origin)).toBe(path);
    },
  );

  it.each([
    '//evil.example/console/',
    '/\\evil.example/console/',
    '\\\\evil.example',
    'https://evil.example/console/',
    'https://admin.example.com@evil.example/console/',
    'javascript:alert(1)',
    '/console/../clients',
    '/console/%2e%2e/clients',
    '/console/callback?code=1',
    '/clients',
    ' /console/',
    '\t//evil.example',
    '/\t/evil.example',
    '',
    undefined,
    null,
    42,
  ])('falls back to the start page for %j', (value) => {
    expect(returnTo(value, origin)).toBe('/console/');
  });
});
