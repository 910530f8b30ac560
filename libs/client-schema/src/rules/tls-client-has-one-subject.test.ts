import { describe, expect, it } from 'vitest';
import { exampleCertificate } from '../example-certificate.js';
import { aClient, issuesOf } from '../testing.js';

const rule = 'tls-client-has-one-subject';

describe('tls-client-has-one-subject', () => {
  const method = { token_endpoint_auth_method: 'tls_client_auth' } as const;

  it('refuses a client of which no certificate would be known', () => {
    expect(issuesOf(aClient(method))).toMatchObject([{ pointer: '/tls_client_auth_subject_dn', rule }]);
    const additional = aClient({ additional_token_endpoint_auth_methods: ['tls_client_auth'] });
    expect(issuesOf(additional)).toMatchObject([{ rule }]);
  });

  it('[T-058] refuses a second subject, of which a certificate could have only one', () => {
    const names = { tls_client_auth_san_dns: 'a.example', tls_client_auth_subject_dn: 'CN=a' };
    expect(issuesOf(aClient({ ...method, ...names }))).toMatchObject([{ pointer: '/tls_client_auth_san_dns', rule }]);
  });

  it.each([
    { tls_client_auth_subject_dn: 'CN=billing,O=Example' },
    { tls_client_auth_san_dns: 'billing.example.com' },
    { tls_client_auth_san_uri: 'spiffe://example.com/billing' },
    { tls_client_auth_san_ip: '2001:db8::1' },
    { tls_client_auth_san_email: 'billing@example.com' },
    { tls_client_pinned_certificate: exampleCertificate },
    { tls_client_pinned_certificate: exampleCertificate, tls_client_auth_san_ip: '192.0.2.1' },
  ])('accepts %o', (subject) => {
    expect(issuesOf(aClient({ ...method, ...subject }))).toEqual([]);
  });

  it.each([
    { tls_client_auth_subject_dn: 'billing' },
    { tls_client_auth_san_dns: '*.example.com' },
    { tls_client_auth_san_dns: '192.0.2.1' },
    { tls_client_auth_san_uri: 'billing' },
    { tls_client_auth_san_ip: '192.0.2.256' },
    { tls_client_auth_san_ip: 'localhost' },
    { tls_client_auth_san_email: 'billing' },
  ])('is not asked where a subject is none: %o', (subject) => {
    const [name] = Object.keys(subject);
    expect(issuesOf(aClient({ ...method, ...subject }))).toMatchObject([
      { pointer: `/${name}`, rule: 'certificate-subject' },
    ]);
  });

  it('refuses a second way of which no certificate would be known', () => {
    const second = { secondary_token_endpoint_auth_method: 'tls_client_auth' } as const;
    expect(issuesOf(aClient(second))).toMatchObject([{ pointer: '/secondary_tls_client_auth_subject_value', rule }]);
    const subject = {
      secondary_tls_client_auth_subject_type: 'san_dns',
      secondary_tls_client_auth_subject_value: 'a.example',
    } as const;
    expect(issuesOf(aClient({ ...second, ...subject }))).toEqual([]);
  });
});
