import { describe, expect, it } from 'vitest';
import { relativeTime } from './time.js';

const now = new Date('2026-11-20T12:00:00Z');
const at = (text: string) => relativeTime(new Date(text), now);

describe('a moment relative to now', () => {
  it('is told in the largest whole unit', () => {
    expect(at('2026-11-20T11:59:30Z')).toBe('just now');
    expect(at('2026-11-20T11:58:00Z')).toBe('2 minutes ago');
    expect(at('2026-11-20T09:00:00Z')).toBe('3 hours ago');
    expect(at('2026-11-19T12:00:00Z')).toBe('yesterday');
    expect(at('2026-11-04T12:00:00Z')).toBe('2 weeks ago');
    expect(at('2024-11-01T12:00:00Z')).toBe('2 years ago');
  });

  it('looks ahead as well', () => {
    expect(at('2026-11-23T13:00:00Z')).toBe('in 3 days');
  });
});
