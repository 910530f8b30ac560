import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('post-logout-redirect-stays-at-its-origin', () => {
  const strict = aServer({ settings: { require_post_logout_same_origin: true } });
  const client = (uri: string) => aClient({ post_logout_redirect_uris: [uri] }, strict);

  it('refuses another origin where the server wants the same one', () => {
    expect(issuesOf(client('https://www.example.com/out'), strict)).toMatchObject([
      { pointer: '/post_logout_redirect_uris/0', rule: 'post-logout-redirect-stays-at-its-origin' },
    ]);
    expect(issuesOf(client('https://www.example.com/out'))).toEqual([]);
  });

  it('accepts the same origin', () => {
    expect(issuesOf(client('https://app.example.com/out'), strict)).toEqual([]);
  });
});
