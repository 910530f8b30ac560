import { type Field, clientFields } from '@clientele/client-schema';
import { describe, expect, it } from 'vitest';
import { pastedUris, uriVerdict } from './uri-verdict.js';

const field = clientFields.get('redirect_uris') as Field;

describe('the verdict beside a redirect URI', () => {
  it('says how a good one is compared', () => {
    expect(uriVerdict(field, 'https://app.example.com/cb')).toEqual({ tone: 'good', words: 'exact' });
    expect(uriVerdict(field, 'http://127.0.0.1:8123/cb')).toEqual({ tone: 'good', words: 'loopback' });
    expect(uriVerdict(field, 'com.example.app:/cb')).toEqual({ tone: 'good', words: 'private-use scheme' });
  });

  it('offers the loopback address in place of localhost', () => {
    expect(uriVerdict(field, 'http://localhost:8123/cb')).toMatchObject({
      tone: 'advice',
      fix: 'http://127.0.0.1:8123/cb',
    });
  });

  it('says what is wrong in the words of the API', () => {
    expect(uriVerdict(field, 'https://app.example.com/#cb')).toEqual({
      tone: 'fault',
      words: 'must not have a fragment',
    });
  });
});

describe('pasted addresses', () => {
  it('are found in lines, lists and JSON arrays', () => {
    const expected = ['https://a.example/cb', 'https://b.example/cb'];
    expect(pastedUris('https://a.example/cb\nhttps://b.example/cb\n')).toEqual(expected);
    expect(pastedUris('https://a.example/cb, https://b.example/cb')).toEqual(expected);
    expect(pastedUris('["https://a.example/cb","https://b.example/cb"]')).toEqual(expected);
  });
});
