import { describe, expect, it } from 'vitest';
import { aClient, adviceOf } from '../testing.js';

describe('post-logout-redirect-has-a-redirect-origin', () => {
  const advice = (uri: string, redirect = 'https://app.example.com/callback') =>
    adviceOf(
      aClient({ redirect_uris: [redirect], post_logout_redirect_uris: [uri], application_type: 'native' }),
    ).filter(({ rule }) => rule === 'post-logout-redirect-has-a-redirect-origin');

  it.each(['https://www.example.com/signed-out', 'https://app.example.com:8443/signed-out', 'com.example.app:/out'])(
    'warns of %s',
    (uri) => {
      expect(advice(uri)).toMatchObject([{ pointer: '/post_logout_redirect_uris/0' }]);
    },
  );

  it('has nothing against the origin of a redirect URI, or its private scheme', () => {
    expect(advice('https://app.example.com/signed-out')).toEqual([]);
    expect(advice('com.example.app:/out', 'com.example.app:/callback')).toEqual([]);
  });
});
