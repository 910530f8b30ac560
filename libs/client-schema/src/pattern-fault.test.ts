import { describe, expect, it } from 'vitest';
import { maxMatchedText, patternFault } from './pattern-fault.js';

describe('a pattern for the texts of strangers', () => {
  it.each([
    '^[A-Z]{3}$',
    '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$',
    '^[0-9]{1,12}(\\.[0-9]{2})?$',
    '^(?:EUR|USD)$',
    '^https://[a-z.]+/[a-z]*$',
    '^([0-9]{2}:){3}[0-9]{2}$',
    '[a-z]+@example\\.com',
    '^\\p{L}+$',
    '^[[(*+]?$',
  ])('may be %s, and is quick with the worst of them', (pattern) => {
    expect(patternFault(pattern)).toBeUndefined();
    const began = performance.now();
    for (const unit of ['a', 'A', '0', 'aA0', '00:', 'https://a/', 'a@']) {
      RegExp(pattern, 'u').test(`${unit.repeat(maxMatchedText).slice(0, maxMatchedText - 1)}!`);
    }
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it.each([
    ['(a+)+$', 'repeat'],
    ['^(a|a)*$', 'repeat'],
    ['^(a?){20}a{20}$', 'repeat'],
    ['^(a|a){30}b$', 'repeat'],
    ['^((ab)*c)*$', 'repeat'],
    ['^(?:a{1,9}){1,9}$', 'repeat'],
    ['a*a*$', 'fewer'],
    ['^a*a*a*$', 'fewer'],
    ['^a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?$', 'fewer'],
    ['^(?=a)', 'look'],
    ['^(a)\\1$', 'look'],
    ['^(?<n>a)\\k<n>$', 'look'],
    ['(', 'regular expression'],
    ['[z-a]', 'regular expression'],
    ['a'.repeat(201), 'at most 200'],
  ])('is told of its fault: %s', (pattern, fault) => {
    expect(patternFault(pattern)).toContain(fault);
  });
});
