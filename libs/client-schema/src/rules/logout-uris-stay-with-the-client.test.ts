import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('logout-uris-stay-with-the-client', () => {
  const issues = (frontchannel_logout_uri: string) => issuesOf(aClient({ frontchannel_logout_uri }));

  it.each(['https://www.example.com/out', 'https://app.example.com:8443/out', 'http://localhost/out'])(
    'refuses %s, which is on no origin of a redirect URI',
    (uri) => {
      expect(issues(uri)).toMatchObject([
        { pointer: '/frontchannel_logout_uri', rule: 'logout-uris-stay-with-the-client' },
      ]);
    },
  );

  it('accepts any path on the origin of one', () => {
    expect(issues('https://app.example.com/any/path?of=it')).toEqual([]);
  });
});
