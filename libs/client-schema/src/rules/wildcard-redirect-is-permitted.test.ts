import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf, withWildcards } from '../testing.js';

const redirect_uris = ['https://app.example.com/cb', 'https://*.preview.example.com/cb'];

describe('wildcard-redirect-is-permitted', () => {
  it('refuses a wildcard under the policy of exact comparison', () => {
    expect(issuesOf(aClient({ redirect_uris }))).toMatchObject([
      { pointer: '/redirect_uris/1', rule: 'wildcard-redirect-is-permitted' },
    ]);
  });

  it('accepts it under a policy that allows wildcards, be it the client’s own or the server’s', () => {
    const server = aServer(withWildcards);
    const own = aClient({ redirect_uris, redirect_uri_validation_policy_id: 'wildcards' }, server);
    expect(issuesOf(own, server)).toEqual([]);
    const settings = { redirect_uri_validation_policy_id: 'wildcards' };
    const inheriting = aServer({ ...withWildcards, settings });
    expect(issuesOf(aClient({ redirect_uris }, inheriting), inheriting)).toEqual([]);
  });
});
