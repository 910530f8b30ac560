import { describe, expect, it } from 'vitest';
import { adviceOf, aClient, aServer, withWildcards } from '../testing.js';

const server = aServer(withWildcards);
const policy = { redirect_uri_validation_policy_id: 'wildcards', require_pkce: true };

describe('redirect-uris-are-exact', () => {
  it('advises against a wildcard', () => {
    const client = aClient({ redirect_uris: ['https://app.example.com/**'], ...policy }, server);
    expect(adviceOf(client, server)).toMatchObject([{ pointer: '/redirect_uris/0', rule: 'redirect-uris-are-exact' }]);
  });

  it('has nothing to say about exact ones', () => {
    const client = aClient({ redirect_uris: ['https://app.example.com/cb'], ...policy }, server);
    expect(adviceOf(client, server)).toEqual([]);
  });
});
