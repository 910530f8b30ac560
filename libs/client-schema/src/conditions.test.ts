import { describe as suite, expect, it } from 'vitest';
import { all, any, describe, fieldsOf, holds, includes, intersects, is, isPresent, not } from './conditions.js';

suite('a condition', () => {
  it.each([
    [is('a', 1), 'a == 1'],
    [not(is('a', 'x')), "a != 'x'"],
    [isPresent('a'), 'a is present'],
    [includes('list', 'x'), "list includes 'x'"],
    [intersects('list', 'x', 'y'), "list intersects ['x', 'y']"],
    [not(includes('list', 'x')), "not (list includes 'x')"],
    [all(is('a', true), any(is('b', 1), is('c', 2))), 'a == true and (b == 1 or c == 2)'],
    [any(all(is('a', 1), is('b', 2)), is('c', 3)), '(a == 1 and b == 2) or c == 3'],
  ])('reads as a sentence: %j', (condition, sentence) => {
    expect(describe(condition)).toBe(sentence);
  });

  it('holds for a document as it reads', () => {
    const document = { method: 'none', grants: ['code'] };
    expect(holds(all(is('method', 'none'), includes('grants', 'code')), document)).toBe(true);
    expect(holds(any(is('method', 'basic'), intersects('grants', 'ciba', 'device')), document)).toBe(false);
    expect(holds(not(is('method', 'basic')), document)).toBe(true);
  });

  it('holds for no list where there is none', () => {
    expect(holds(includes('grants', 'code'), { grants: 'code' })).toBe(false);
    expect(holds(includes('grants', 'code'), {})).toBe(false);
  });

  it('names the fields that it looks at', () => {
    expect(fieldsOf(all(is('a', 1), not(any(includes('b', 1), intersects('c', 1)))))).toEqual(['a', 'b', 'c']);
  });
});
