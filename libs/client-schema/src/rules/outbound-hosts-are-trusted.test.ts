import { describe, expect, it } from 'vitest';
import { exampleCertificate } from '../example-certificate.js';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('outbound-hosts-are-trusted', () => {
  const rule = 'outbound-hosts-are-trusted';
  const key = { token_endpoint_auth_method: 'private_key_jwt', confidential: true } as const;
  const jwks_uri = 'https://keys.example.com/jwks';
  const explicit = aServer({ settings: { outbound_trust_mode: 'explicit' } });

  it('refuses an address on a host that the client does not trust', () => {
    const fault = { pointer: '/trusted_hosts', rule, detail: 'must have keys.example.com, where jwks_uri leads' };
    expect(issuesOf(aClient({ ...key, jwks_uri, trusted_hosts: ['example.com'] }))).toEqual([fault]);
    expect(issuesOf(aClient({ ...key, jwks_uri }), explicit)).toEqual([fault]);
    const several = {
      allow_request_uri_parameter: true,
      request_uris: ['https://example.com/r/*', 'https://other.example.com/r'],
      trusted_hosts: ['example.com'],
    };
    expect(issuesOf(aClient(several))).toMatchObject([{ rule, detail: expect.stringContaining('other.example.com') }]);
  });

  it('accepts the hosts it trusts however they are written, that of the issuer, and any where nothing is said', () => {
    for (const name of ['keys.example.com', ' KEYS.Example.com. '])
      expect(issuesOf(aClient({ ...key, jwks_uri, trusted_hosts: [name] }), explicit)).toEqual([]);
    expect(issuesOf(aClient({ ...key, jwks_uri: 'https://as.example/jwks' }), explicit)).toEqual([]);
    expect(issuesOf(aClient({ ...key, jwks_uri }))).toEqual([]);
  });

  it('leaves hosts to the authorities of a client that has some', () => {
    expect(issuesOf(aClient({ ...key, jwks_uri, trusted_authorities: exampleCertificate }), explicit)).toEqual([]);
  });

  it.each(['*.example.com', 'https://example.com', 'example.com:443', 'a b', '', '*'])('knows no host %s', (name) => {
    expect(issuesOf(aClient({ trusted_hosts: [name] }))).toMatchObject([{ pointer: '/trusted_hosts/0' }]);
  });

  it.each(['x', `${exampleCertificate}x`, exampleCertificate.replace('MIIB', 'AAAA')])(
    'takes certificates alone',
    (trusted_authorities) => {
      expect(issuesOf(aClient({ trusted_authorities }))).toMatchObject([{ pointer: '/trusted_authorities' }]);
    },
  );

  it('takes several certificates', () => {
    expect(issuesOf(aClient({ trusted_authorities: `${exampleCertificate}\n${exampleCertificate}` }))).toEqual([]);
  });
});
