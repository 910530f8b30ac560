import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf, withWildcards } from '../testing.js';

describe('post-logout-redirect-is-exact', () => {
  const server = aServer(withWildcards);
  const policy = { redirect_uri_validation_policy_id: 'wildcards' };
  const issues = (uri: string) => issuesOf(aClient({ ...policy, post_logout_redirect_uris: [uri] }, server), server);

  it('refuses a wildcard, also where the policy allows them for redirect URIs', () => {
    expect(issues('https://*.example.com/signed-out')).toMatchObject([
      { pointer: '/post_logout_redirect_uris/0', rule: 'post-logout-redirect-is-exact' },
    ]);
  });

  it('accepts one address', () => {
    expect(issues('https://app.example.com/signed-out')).toEqual([]);
  });
});
