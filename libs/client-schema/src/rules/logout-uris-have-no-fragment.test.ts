import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('logout-uris-have-no-fragment', () => {
  const rule = 'logout-uris-have-no-fragment';

  it('refuses a fragment, be it empty', () => {
    const uri = 'https://app.example.com/out#';
    expect(issuesOf(aClient({ frontchannel_logout_uri: uri }))).toMatchObject([
      { pointer: '/frontchannel_logout_uri', rule },
    ]);
    expect(issuesOf(aClient({ backchannel_logout_uri: `${uri}x` }))).toMatchObject([
      { pointer: '/backchannel_logout_uri', rule },
    ]);
    expect(issuesOf(aClient({ logout_uris: ['https://app.example.com/out', uri] }))).toMatchObject([
      { pointer: '/logout_uris/1', rule },
    ]);
  });

  it('accepts a query', () => {
    expect(issuesOf(aClient({ backchannel_logout_uri: 'https://app.example.com/out?x=1' }))).toEqual([]);
  });
});
