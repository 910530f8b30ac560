import { describe, expect, it } from 'vitest';
import { eventQuery, eventSearch } from './event-search.js';

describe('the address of the audit log', () => {
  it('keeps what the log can be filtered by, and nothing else', () => {
    expect(eventSearch({ actor: 'ana', type: '', since: '2026-01-15', colour: 'red' })).toEqual({
      actor: 'ana',
      since: '2026-01-15',
    });
  });

  it('has no day that the calendar does not have', () => {
    expect(eventSearch({ since: '2026-02-30', until: 'yesterday' })).toEqual({});
  });

  it('asks for the whole of the last day', () => {
    const { since, until } = eventQuery({ since: '2026-01-15', until: '2026-01-15' });
    expect(Date.parse(until!) - Date.parse(since!)).toBe(24 * 3600 * 1000);
    expect(new Date(since!).getHours()).toBe(0);
  });
});
