import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf, patch, register } from '../testing.js';

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

  it('takes the addresses of a registration request for permission, unless it says otherwise', () => {
    const web = {
      client_name: 'App',
      grant_types: ['authorization_code'],
      redirect_uris: ['https://app.example.com/callback'],
      request_uris: ['https://app.example.com/r'],
    };
    const { client, issues } = register(web);
    expect(issues).toEqual([]);
    expect(client.allow_request_uri_parameter).toBe(true);
    expect(register({ ...web, allow_request_uri_parameter: false }).issues).toMatchObject([
      { pointer: '/request_uris', rule: 'field-applies' },
    ]);
    expect(patch(client, { allow_request_uri_parameter: false }).client.request_uris).toEqual([]);
  });
});
