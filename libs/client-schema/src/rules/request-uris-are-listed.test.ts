import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('request-uris-are-listed', () => {
  const client = aClient({ allow_request_uri_parameter: true });

  it('refuses requests by reference from nowhere', () => {
    expect(issuesOf(client)).toMatchObject([{ pointer: '/request_uris', rule: 'request-uris-are-listed' }]);
  });

  it('accepts them from an address, or from anywhere where the server says so', () => {
    expect(issuesOf({ ...client, request_uris: ['https://app.example.com/r'] })).toEqual([]);
    expect(issuesOf(client, aServer({ settings: { require_request_uri_registration: false } }))).toEqual([]);
    expect(issuesOf(aClient())).toEqual([]);
  });
});
