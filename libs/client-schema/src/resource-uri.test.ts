import { describe, expect, it } from 'vitest';
import { isResourceUri } from './resource-uri.js';

describe('the address of an API', () => {
  it.each(['https://api.example.com', 'https://api.example.com/v1?tenant=7', 'urn:example:payments', 'api://payments'])(
    'may be %s',
    (uri) => {
      expect(isResourceUri(uri)).toBe(true);
    },
  );

  it.each([
    '',
    'payments',
    '/payments',
    '//api.example.com',
    'https://api.example.com/#part',
    'https://api.example.com/#',
    'https://api.example.com/a b',
    'https://api.example.com/%zz',
    `https://api.example.com/${'a'.repeat(2048)}`,
    7,
  ])('may not be %s', (value) => {
    expect(isResourceUri(value)).toBe(false);
  });
});
