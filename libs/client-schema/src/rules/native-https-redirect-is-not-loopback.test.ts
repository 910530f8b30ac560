import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('native-https-redirect-is-not-loopback', () => {
  it('refuses https on the loopback interface, where no certificate is worth anything', () => {
    expect(
      issuesOf(aClient({ application_type: 'native', redirect_uris: ['https://127.0.0.1:8443/callback'] })),
    ).toMatchObject([{ pointer: '/redirect_uris/0', rule: 'native-https-redirect-is-not-loopback' }]);
  });

  it('accepts http there, and https on a host of one’s own', () => {
    const redirect_uris = ['http://127.0.0.1:8443/callback', 'https://app.example.com/callback'];
    expect(issuesOf(aClient({ application_type: 'native', redirect_uris }))).toEqual([]);
  });
});
