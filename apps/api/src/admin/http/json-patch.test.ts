import { describe, expect, it } from 'vitest';
import { type Operation, TooMuch, applyOperations } from './json-patch.js';

/** The document after the operations; a number: the operation that did not fit. */
function after(document: object, ...operations: Operation[]): unknown {
  return applyOperations(document, operations) ?? document;
}

describe('a JSON Patch', () => {
  // Mostly the examples of RFC 6902, appendix A.
  it.each<[string, object, Operation[], object]>([
    ['adds a member', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 1 }], { foo: 'bar', baz: 1 }],
    ['adds an entry', { foo: [1, 3] }, [{ op: 'add', path: '/foo/1', value: 2 }], { foo: [1, 2, 3] }],
    ['adds at the end', { foo: [1] }, [{ op: 'add', path: '/foo/-', value: [2] }], { foo: [1, [2]] }],
    ['adds at the end by number', { foo: [1] }, [{ op: 'add', path: '/foo/1', value: 2 }], { foo: [1, 2] }],
    ['removes a member', { foo: 1, baz: 2 }, [{ op: 'remove', path: '/baz' }], { foo: 1 }],
    ['removes an entry', { foo: [1, 2, 3] }, [{ op: 'remove', path: '/foo/1' }], { foo: [1, 3] }],
    ['replaces an entry', { foo: [1, 2] }, [{ op: 'replace', path: '/foo/0', value: 7 }], { foo: [7, 2] }],
    ['replaces with null', { foo: 1 }, [{ op: 'replace', path: '/foo', value: null }], { foo: null }],
    [
      'moves a value',
      { foo: { a: 1 }, b: {} },
      [{ op: 'move', from: '/foo/a', path: '/b/c' }],
      { foo: {}, b: { c: 1 } },
    ],
    ['moves an entry', { foo: [1, 2, 3] }, [{ op: 'move', from: '/foo/0', path: '/foo/2' }], { foo: [2, 3, 1] }],
    ['moves to where it is', { foo: [1] }, [{ op: 'move', from: '/foo/0', path: '/foo/0' }], { foo: [1] }],
    ['copies a value', { foo: [1] }, [{ op: 'copy', from: '/foo', path: '/foo/-' }], { foo: [1, [1]] }],
    ['reads escaped names', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
    [
      'tests whole values',
      { foo: { b: [1], a: 2 } },
      [{ op: 'test', path: '/foo', value: { a: 2, b: [1] } }],
      { foo: { b: [1], a: 2 } },
    ],
    ['tests for null', { foo: null }, [{ op: 'test', path: '/foo', value: null }], { foo: null }],
  ])('%s', (_, document, operations, expected) => {
    expect(after(document, ...operations)).toEqual(expected);
  });

  it.each<[string, object, Operation]>([
    ['a parent that is not there', { foo: 1 }, { op: 'add', path: '/baz/bat', value: 1 }],
    ['a parent without members', { foo: 'text' }, { op: 'add', path: '/foo/length', value: 1 }],
    ['an index beyond the end', { foo: [1] }, { op: 'add', path: '/foo/2', value: 1 }],
    ['an index with a zero', { foo: [1, 2] }, { op: 'replace', path: '/foo/01', value: 1 }],
    ['the end in place of an entry', { foo: [1] }, { op: 'replace', path: '/foo/-', value: 1 }],
    ['the end that is removed', { foo: [1] }, { op: 'remove', path: '/foo/-' }],
    ['a member that is not there', { foo: 1 }, { op: 'replace', path: '/bar', value: 1 }],
    ['what every object inherits', { foo: 1 }, { op: 'copy', from: '/toString', path: '/bar' }],
    ['what every list inherits', { foo: [1] }, { op: 'copy', from: '/foo/length', path: '/bar' }],
    ['a value that moves into itself', { foo: { bar: {} } }, { op: 'move', from: '/foo', path: '/foo/bar/foo' }],
    ['a text for a number', { foo: 10 }, { op: 'test', path: '/foo', value: '10' }],
  ])('does not fit %s', (_, document, operation) => {
    expect(after(document, { op: 'test', path: '/foo', value: (document as { foo: unknown }).foo }, operation)).toBe(1);
  });

  it('[T-109] makes no document that a body could not bring', () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
    const at = (tokens: number) => '/a'.repeat(tokens);
    const document = () => ({ a: nested(15) });
    expect(after(document(), { op: 'add', path: at(16), value: nested(16) })).toHaveProperty('a');
    expect(() => after(document(), { op: 'add', path: at(16), value: nested(17) })).toThrow(TooMuch);
    const text = 'x'.repeat(600 * 1024);
    expect(after({ text }, { op: 'copy', from: '/text', path: '/other' })).toMatchObject({ other: text });
    const twice = ['/b', '/c'].map((path): Operation => ({ op: 'copy', from: '/text', path }));
    expect(() => after({ text }, ...twice)).toThrow(TooMuch);
  });
});
