import { describe, expect, it } from 'vitest';
import { type Client } from '../client.js';
import { aClient, aServer, issuesOf, withWildcards } from '../testing.js';

const rule = 'per-request-redirect-uris-are-permitted';
const pointer = '/allow_unregistered_redirect_uris';

describe('per-request-redirect-uris-are-permitted', () => {
  const permitting = aServer({ ...withWildcards, settings: { allow_per_request_redirect_uris: true } });
  const free: Partial<Client> = { require_pushed_authorization_requests: true, allow_unregistered_redirect_uris: true };

  it('wants the server to permit it', () => {
    expect(issuesOf(aClient(free))).toMatchObject([{ pointer, rule }]);
    expect(issuesOf(aClient(free), permitting)).toEqual([]);
  });

  it.each<[string, Partial<Client>]>([
    ['is public', { token_endpoint_auth_method: 'none', confidential: false }],
    ['need not be authenticated', { confidential: false }],
    ['has tokens from the browser alone', { grant_types: ['implicit'] }],
    ['has a document of its sector', { subject_type: 'pairwise', sector_identifier_uri: 'https://example.com/list' }],
    ['has a redirect URI policy', { redirect_uri_validation_policy_id: 'wildcards' }],
  ])('refuses it to a client that %s', (_, document) => {
    const issues = issuesOf(aClient({ ...free, ...document }), permitting);
    expect(issues).toMatchObject([{ pointer, rule }]);
    expect(issuesOf(aClient(document), permitting)).toEqual([]);
  });

  it('lets such a client register no redirect URI', () => {
    expect(issuesOf(aClient({ ...free, redirect_uris: [] }), permitting)).toEqual([]);
    expect(issuesOf(aClient({ redirect_uris: [] }), permitting)).toMatchObject([{ rule: 'users-have-a-redirect-uri' }]);
  });
});
