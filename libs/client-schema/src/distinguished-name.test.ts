import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DistinguishedName,
  agreeOn,
  formatDistinguishedName,
  isSameName,
  parseDistinguishedName,
} from './distinguished-name.js';

const cn = (value: string) => ({ type: '2.5.4.3', value });
const o = (value: string) => ({ type: '2.5.4.10', value });
const ou = (value: string) => ({ type: '2.5.4.11', value });
const dc = (value: string) => ({ type: '0.9.2342.19200300.100.1.25', value });

describe('the text of a distinguished name', () => {
  // RFC 4514 §4 where the value is not of our own.
  it.each<[string, DistinguishedName]>([
    [
      'UID=jsmith,DC=example,DC=net',
      [[dc('net')], [dc('example')], [{ type: '0.9.2342.19200300.100.1.1', value: 'jsmith' }]],
    ],
    ['OU=Sales+CN=J.  Smith,DC=example,DC=net', [[dc('net')], [dc('example')], [ou('Sales'), cn('J.  Smith')]]],
    [String.raw`CN=James \"Jim\" Smith\, III,DC=net`, [[dc('net')], [cn('James "Jim" Smith, III')]]],
    [String.raw`CN=Before\0dAfter,DC=net`, [[dc('net')], [cn('Before\rAfter')]]],
    [String.raw`CN=Lu\C4\8Di\C4\87`, [[cn('Lučić')]]],
    ['1.3.6.1.4.1.1466.0=#04024869', [[{ type: '1.3.6.1.4.1.1466.0', value: '\x0004024869' }]]],
    ['2.5.4.3=#0c03616263', [[cn('abc')]]],
    ['cn=a, o=b', [[o('b')], [cn('a')]]],
    [String.raw`CN=\ a\ ,O=\#b`, [[o('#b')], [cn(' a ')]]],
    [String.raw`CN=a\\ ,O=b=c`, [[o('b=c')], [cn('a\\')]]],
    ['CN=🦊', [[cn('🦊')]]],
  ])('%s is read', (text, name) => {
    expect(parseDistinguishedName(text)).toEqual(name);
  });

  it.each([
    '',
    ' ',
    'CN',
    'CN=',
    '=a',
    'CN=a,',
    ',CN=a',
    'CN=a+',
    'NOBODY=a',
    'CN=a;O=b',
    'CN="a"',
    'CN=<a>',
    'CN=a\\',
    String.raw`CN=a\x`,
    String.raw`CN=\ff`,
    String.raw`CN=\00`,
    'CN=a\0b',
    'CN=\ud800',
    'CN=#0',
    'CN=#zz',
    'CN=#0c05616263',
    '1.=a',
    '01.2=a',
    `CN=${'a'.repeat(1024)}`,
  ])('%j is none', (text) => {
    expect(parseDistinguishedName(text)).toBeUndefined();
  });

  it('is read as it was written, whatever it holds', () => {
    const value = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((text) => !text.includes('\0') && !/\p{Cs}/u.test(text));
    const name = fc.array(
      fc.array(
        value.chain((text) => fc.constantFrom(cn(text), o(text), ou(text))),
        { minLength: 1, maxLength: 2 },
      ),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    fc.assert(
      fc.property(name, (written) => {
        expect(parseDistinguishedName(formatDistinguishedName(written))).toEqual(written);
      }),
    );
  });
});

describe('two distinguished names', () => {
  const same = (left: string, right: string) =>
    isSameName(parseDistinguishedName(left)!, parseDistinguishedName(right)!);

  it('are the same whatever their types are called and in whatever order a part has its attributes', () => {
    expect(same('CN=a,O=b', '2.5.4.3=a,2.5.4.10=b')).toBe(true);
    expect(same('CN=a+OU=b,O=c', 'OU=b+CN=a,O=c')).toBe(true);
  });

  it.each([
    ['CN=a,O=b', 'O=b,CN=a'],
    ['CN=a', 'CN=A'],
    ['CN=a', 'CN=a,O=b'],
    ['CN=a+OU=b', 'CN=a,OU=b'],
    ['CN=a b', 'CN=a  b'],
    [String.raw`CN=a\,O=b`, 'CN=a,O=b'],
    ['CN=k', 'CN=\u212a'],
  ])('differ: %s and %s', (left, right) => {
    expect(same(left, right)).toBe(false);
  });

  it('agree on a type only with all its values', () => {
    const agree = (left: string, right: string) =>
      agreeOn(['2.5.4.3'], parseDistinguishedName(left)!, parseDistinguishedName(right)!);
    expect(agree('CN=a,O=b', 'CN=a,O=c')).toBe(true);
    expect(agree('CN=a', 'CN=a,CN=b')).toBe(false);
    expect(agree('O=a', 'O=a')).toBe(false);
  });
});
