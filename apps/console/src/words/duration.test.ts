import { describe, expect, it } from 'vitest';
import { durationInWords, joinDuration, splitDuration } from './duration.js';

describe('a duration in words', () => {
  it.each([
    [0, '0 seconds'],
    [1, '1 second'],
    [90, '90 seconds'],
    [60, '1 minute'],
    [900, '15 minutes'],
    [3600, '1 hour'],
    [5400, '90 minutes'],
    [86_400, '1 day'],
    [2_592_000, '30 days'],
    [86_401, '86,401 seconds'],
  ])('says %d seconds as %s', (seconds, words) => {
    expect(durationInWords(seconds)).toBe(words);
  });

  it('splits into a unit that joins to the same number of seconds', () => {
    for (const seconds of [0, 1, 59, 60, 61, 3599, 3600, 86_400, 90_000]) {
      const { count, unit } = splitDuration(seconds);
      expect(joinDuration(count, unit)).toBe(seconds);
    }
  });
});
