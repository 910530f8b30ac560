import { describe, expect, it } from 'vitest';
import { fitsPattern, patternsOverlap, scopeNamed } from './scope-patterns.js';

describe('a pattern of scopes', () => {
  it.each([
    ['pay:*', 'pay:1', true],
    ['pay:*', 'pay:1:2', true],
    ['pay:*', 'pay:', false],
    ['pay:*', 'ship:1', false],
    ['*:read', 'a:read', true],
    ['*:read', ':read', false],
    ['a*b*c', 'a1b2c', true],
    ['a*b*c', 'abbbc', true],
    ['a*b*c', 'abc', false],
    ['a*a', 'aa', false],
    ['a*a', 'aaa', true],
    ['**', 'ab', true],
    ['**', 'a', false],
    ['plain', 'plain', true],
  ])('%s and %s: %s', (pattern, name, fits) => {
    expect(fitsPattern(pattern, name)).toBe(fits);
  });

  it.each([
    ['pay:*', 'pay:*', true],
    ['pay:*', '*:read', true],
    ['pay:*', 'ship:*', false],
    ['a*', '*b', true],
    ['a*c', 'ab*', true],
    ['a*', 'a', false],
    ['*:read', '*:write', false],
    ['a*b', 'a*c', false],
  ])('%s and %s have a name in common: %s', (one, other, overlap) => {
    expect(patternsOverlap(one, other)).toBe(overlap);
    expect(patternsOverlap(other, one)).toBe(overlap);
  });

  it('yields to a scope of that very name, and is no scope itself', () => {
    const literal = { name: 'pay:all', dynamic: false };
    const pattern = { name: 'pay:*', dynamic: true };
    expect(scopeNamed([pattern, literal], 'pay:all')).toBe(literal);
    expect(scopeNamed([pattern, literal], 'pay:7')).toBe(pattern);
    expect(scopeNamed([pattern, literal], 'pay:*')).toBeUndefined();
    expect(scopeNamed([pattern, literal], 'ship')).toBeUndefined();
  });
});
