import { describe, expect, it } from 'vitest';
import { type Client } from '../client.js';
import { aClient, adviceOf } from '../testing.js';

describe('presentation-host-is-a-redirect-host', () => {
  const presented = (members: Partial<Client>) =>
    adviceOf(aClient({ ...members })).filter(({ rule }) => rule === 'presentation-host-is-a-redirect-host');

  it('warns of a page on a host that no redirect URI has', () => {
    expect(
      presented({ client_uri: 'https://app.example.com', logo_uri: 'https://cdn.example.net/logo.png' }),
    ).toMatchObject([{ pointer: '/logo_uri' }]);
  });

  it('warns of an address on such a host that users are sent to', () => {
    const [start, login] = ['https://other.example.com/start', 'https://other.example.com/login'];
    expect(presented({ application_url: start, initiate_login_uri: login })).toMatchObject([
      { pointer: '/application_url' },
      { pointer: '/initiate_login_uri' },
    ]);
    expect(presented({ application_url: 'https://app.example.com/start' })).toEqual([]);
  });

  it('has nothing to compare with a picture in a data: URL, or with private schemes', () => {
    expect(presented({ logo_uri: 'data:image/png;base64,AAAA' })).toEqual([]);
    expect(
      presented({
        application_type: 'native',
        redirect_uris: ['com.example.app:/callback'],
        client_uri: 'https://www.example.com',
      }),
    ).toEqual([]);
  });
});
