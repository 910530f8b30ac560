import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('ttl-within-server-maximum', () => {
  it.each([
    ['access_token_ttl', 'max_access_token_ttl'],
    ['authorization_code_ttl', 'max_authorization_code_ttl'],
    ['id_token_ttl', 'max_id_token_ttl'],
    ['refresh_token_ttl', 'max_refresh_token_ttl'],
  ])('refuses a %s above %s and accepts one at it', (ttl, maximum) => {
    const server = aServer({ settings: { [ttl]: 60, [maximum]: 120 } });
    const client = (value: number) =>
      aClient({ grant_types: ['authorization_code', 'refresh_token'], [ttl]: value }, server);
    expect(issuesOf(client(121), server)).toMatchObject([{ pointer: `/${ttl}`, rule: 'ttl-within-server-maximum' }]);
    expect(issuesOf(client(120), server)).toEqual([]);
  });
});
