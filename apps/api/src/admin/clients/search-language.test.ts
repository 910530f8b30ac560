import { describe, expect, it } from 'vitest';
import { Problem } from '../../problems/problem.js';
import { readSearch } from './search-language.js';

describe('the language of the search box', () => {
  it.each([
    ['billing', { q: 'billing', filters: {} }],
    ['  billing   worker ', { q: 'billing worker', filters: {} }],
    ['', { filters: {} }],
    ['grant:refresh_token', { filters: { grant_types: ['refresh_token'] } }],
    ['GRANT:refresh_token', { filters: { grant_types: ['refresh_token'] } }],
    ['scope:openid scope:email', { filters: { scope: ['openid', 'email'] } }],
    ['auth:none', { filters: { token_endpoint_auth_method: ['none'] } }],
    ['label:"two words" more', { q: 'more', filters: { label: ['two words'] } }],
    ['bill label:eu ing', { q: 'bill ing', filters: { label: ['eu'] } }],
    ['lastused:>90d', { unusedFor: 7_776_000, filters: {} }],
    ['lastused:<12h lastused:>1h', { usedWithin: 43_200, unusedFor: 3600, filters: {} }],
    ['lastused:>90d lastused:>1d', { unusedFor: 7_776_000, filters: {} }],
    ['lastused:<1h lastused:<12h', { usedWithin: 3600, filters: {} }],
    ['"grant:x"', { q: 'grant:x', filters: {} }],
    ['"', { q: '"', filters: {} }],
    ['a-b:c 10:30', { q: 'a-b:c 10:30', filters: {} }],
  ])('reads %s', (q, search) => {
    expect(readSearch(q)).toEqual(search);
  });

  it.each(['https://app.example.com/cb?a=b', 'http://127.0.0.1:49152/cb', 'com.example.app:/cb', 'myapp://cb'])(
    'takes %s for a redirect URI',
    (uri) => {
      expect(readSearch(uri)).toEqual({ q: uri, redirect_uri: uri, filters: {} });
      expect(readSearch(`${uri} label:eu`)).toMatchObject({ redirect_uri: uri });
    },
  );

  it.each(['app.example.com/cb', 'https://app.example.com/cb more', 'https://'])('takes %s for text', (q) => {
    expect(readSearch(q)).toEqual({ q, filters: {} });
  });

  it.each([
    ['grnat:x', 'grnat:'],
    ['urn:ietf', 'urn:'],
    ['__proto__:x', '__proto__:'],
    ['grant:', 'grant:'],
    ['label:""', 'label:'],
    ['grant:password', 'password'],
    ['auth:secret', 'secret'],
    ['lastused:90d', '90d'],
    ['lastused:>90', '>90'],
    ['lastused:>9w', '>9w'],
    ['scope:a '.repeat(21), '20 keys'],
  ])('refuses %s and says that it is about %s', (q, named) => {
    const refusal = refusalOf(q);
    expect(refusal).toMatchObject({ status: 400 });
    expect(refusal.options.errors).toEqual([
      { pointer: '/q', rule: 'parameter', detail: expect.stringContaining(named) as string },
    ]);
  });
});

function refusalOf(q: string): Problem {
  try {
    readSearch(q);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error(`${q} was read`);
}
