import { describe, expect, it } from 'vitest';
import { aClient, issuesOf, patch, register } from '../testing.js';

describe('logout-mode-has-its-addresses', () => {
  const rule = 'logout-mode-has-its-addresses';
  const backchannel_logout_uri = 'https://app.example.com/backchannel';
  const frontchannel_logout_uri = 'https://app.example.com/frontchannel';
  const web = {
    client_name: 'App',
    grant_types: ['authorization_code'],
    redirect_uris: ['https://app.example.com/callback'],
  };

  it.each([
    ['oidc_back_channel', 'backchannel_logout_uri'],
    ['oidc_front_channel', 'frontchannel_logout_uri'],
    ['ping_front_channel', 'logout_uris'],
  ] as const)('refuses %s without %s', (logout_mode, name) => {
    expect(issuesOf(aClient({ logout_mode }))).toMatchObject([{ pointer: `/${name}`, rule }]);
  });

  it('accepts each mode with what it needs', () => {
    expect(issuesOf(aClient({ logout_mode: 'oidc_back_channel', backchannel_logout_uri }))).toEqual([]);
    expect(issuesOf(aClient({ logout_mode: 'oidc_front_channel', frontchannel_logout_uri }))).toEqual([]);
    expect(issuesOf(aClient({ logout_mode: 'ping_front_channel', ping_access_logout_capable: true }))).toEqual([]);
    const logout_uris = ['https://app.example.com/logout.png'];
    expect(issuesOf(aClient({ logout_mode: 'ping_front_channel', logout_uris }))).toEqual([]);
  });

  it('takes the mode from the address of a registration request', () => {
    const { client, issues } = register({ ...web, backchannel_logout_uri });
    expect(issues).toEqual([]);
    expect(client.logout_mode).toBe('oidc_back_channel');
  });

  it('follows when the client changes its channel, and when it gives it up', () => {
    const { client } = register({ ...web, backchannel_logout_uri });
    const changed = patch(client, { frontchannel_logout_uri });
    expect(changed.issues).toEqual([]);
    expect(changed.client).toMatchObject({ logout_mode: 'oidc_front_channel', frontchannel_logout_uri });
    expect(changed.client.backchannel_logout_uri).toBeUndefined();
    expect(patch(client, { backchannel_logout_uri: null }).client.logout_mode).toBe('none');
    expect(patch(client, { logout_mode: 'none' }).client.backchannel_logout_uri).toBeUndefined();
  });

  it('refuses the addresses of two modes at once', () => {
    const { issues } = register({ ...web, backchannel_logout_uri, frontchannel_logout_uri });
    expect(issues).toMatchObject([{ pointer: '/frontchannel_logout_uri' }]);
  });
});
