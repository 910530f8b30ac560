import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

const found = [{ pointer: '/response_types', rule: 'grant-type-has-response-type' }];

describe('grant-type-has-response-type', () => {
  it('refuses a restriction that leaves the code grant without a response type', () => {
    expect(issuesOf(aClient({ restrict_response_types: true, response_types: [] }))).toMatchObject(found);
    expect(issuesOf(aClient({ restrict_response_types: true, response_types: ['none'] }))).toMatchObject(found);
  });

  it('accepts a restriction to code', () => {
    expect(issuesOf(aClient({ restrict_response_types: true, response_types: ['code'] }))).toEqual([]);
  });

  it('refuses one that leaves the implicit grant without a response type', () => {
    expect(
      issuesOf(aClient({ grant_types: ['authorization_code', 'implicit'], response_types: ['code'] })),
    ).toMatchObject([
      { ...found[0], detail: 'must have an entry that the grant type implicit is used with, such as id_token' },
    ]);
  });

  it('accepts one type that both grants are used with', () => {
    expect(
      issuesOf(aClient({ grant_types: ['authorization_code', 'implicit'], response_types: ['code id_token'] })),
    ).toEqual([]);
  });
});
