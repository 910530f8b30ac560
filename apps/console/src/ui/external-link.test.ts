import { describe, expect, it } from 'vitest';
import { linkable } from './external-link.js';

describe('an address that somebody stored', () => {
  it('is linked when it is a web address', () => {
    expect(linkable('https://app.example.com/policy')).toBe('https://app.example.com/policy');
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'x',
  ])('is text when it is %j', (address) => {
    expect(linkable(address)).toBeUndefined();
  });
});
