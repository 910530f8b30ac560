import { describe, expect, it } from 'vitest';
import { whoSaved } from './who-saved.js';

describe('who saved', () => {
  it('keeps the revision apart from the time', () => {
    const updated_at = new Date(Date.now() - 125_000).toISOString();
    expect(whoSaved({ updated_by: 'admin', revision: 3, updated_at })).toBe('admin saved revision 3, 2 minutes ago');
    expect(whoSaved({})).toBe('Somebody saved another revision');
  });
});
