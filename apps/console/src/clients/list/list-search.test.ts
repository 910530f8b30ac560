import { describe, expect, it } from 'vitest';
import { isFiltered, listSearch } from './list-search.js';

describe('the list of clients in the URL', () => {
  it('takes known values and leaves the rest out', () => {
    expect(
      listSearch({ q: 'billing', state: 'disabled', grant_types: 'client_credentials', sort: '-updated_at', x: 1 }),
    ).toEqual({ q: 'billing', state: 'disabled', grant_types: 'client_credentials', sort: '-updated_at' });
    expect(listSearch({ state: 'maybe', client_type: 'toaster', sort: 'colour', q: '' })).toEqual({});
  });

  it('is filtered by a search or a filter, not by its order', () => {
    expect(isFiltered({ sort: 'name' })).toBe(false);
    expect(isFiltered({ q: 'a' })).toBe(true);
    expect(isFiltered({ state: 'deleted' })).toBe(true);
  });
});
