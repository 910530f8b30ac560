import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('grant-type-has-response-type', () => {
  it('refuses a restriction that leaves the code grant without a response type', () => {
    expect(issuesOf(aClient({ restrict_response_types: true, response_types: [] }))).toMatchObject([
      { pointer: '/response_types', rule: 'grant-type-has-response-type' },
    ]);
  });

  it('accepts a restriction to code', () => {
    expect(issuesOf(aClient({ restrict_response_types: true, response_types: ['code'] }))).toEqual([]);
  });
});
