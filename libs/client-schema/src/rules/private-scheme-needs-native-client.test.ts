import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('private-scheme-needs-native-client', () => {
  const redirect_uris = ['https://app.example.com/callback', 'com.example.app:/callback'];

  it('refuses a private scheme to a web client', () => {
    expect(issuesOf(aClient({ redirect_uris, application_type: 'web' }))).toMatchObject([
      { pointer: '/redirect_uris/1', rule: 'private-scheme-needs-native-client' },
    ]);
  });

  it('accepts it for a native client, and http on the loopback interface for both', () => {
    expect(issuesOf(aClient({ redirect_uris, application_type: 'native' }))).toEqual([]);
    expect(issuesOf(aClient({ redirect_uris: ['http://127.0.0.1:8080/callback'] }))).toEqual([]);
  });
});
