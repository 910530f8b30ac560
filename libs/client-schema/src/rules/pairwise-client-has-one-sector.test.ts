import { describe, expect, it } from 'vitest';
import { aClient, issuesOf, register } from '../testing.js';

describe('pairwise-client-has-one-sector', () => {
  const rule = 'pairwise-client-has-one-sector';
  const pairwise = { subject_type: 'pairwise' } as const;
  const redirect_uris = ['https://app.example.com/callback', 'https://www.example.com/callback'];
  const sector_identifier_uri = 'https://example.com/sector.json';

  it('refuses several hosts without a sector identifier', () => {
    expect(issuesOf(aClient({ ...pairwise, redirect_uris }))).toMatchObject([
      { pointer: '/sector_identifier_uri', rule },
    ]);
  });

  it('refuses a client that is nowhere', () => {
    const machine = { client_name: 'Machine', grant_types: ['client_credentials'], ...pairwise };
    expect(register(machine).issues).toMatchObject([{ pointer: '/subject_type', rule }]);
    expect(register({ ...machine, sector_identifier: 'machines' }).issues).toEqual([]);
  });

  it('accepts several hosts with one, and one host with several addresses', () => {
    expect(issuesOf(aClient({ ...pairwise, redirect_uris, sector_identifier_uri }))).toEqual([]);
    expect(issuesOf(aClient({ ...pairwise, redirect_uris, sector_identifier: 'group' }))).toEqual([]);
    const paths = ['https://app.example.com/a', 'https://app.example.com/b'];
    expect(issuesOf(aClient({ ...pairwise, redirect_uris: paths }))).toEqual([]);
    const ports = ['https://app.example.com/callback', 'https://app.example.com:8443/callback'];
    expect(issuesOf(aClient({ ...pairwise, redirect_uris: ports }))).toEqual([]);
    expect(issuesOf(aClient({ redirect_uris }))).toEqual([]);
  });

  it('takes a sector in one way, and for pairwise subjects alone', () => {
    const client = { client_name: 'App', grant_types: ['authorization_code'], redirect_uris };
    expect(register({ ...client, ...pairwise, sector_identifier_uri, sector_identifier: 'x' }).issues).toMatchObject([
      { pointer: '/sector_identifier' },
    ]);
    expect(register({ ...client, sector_identifier_uri }).issues).toMatchObject([
      { pointer: '/sector_identifier_uri' },
    ]);
  });
});
