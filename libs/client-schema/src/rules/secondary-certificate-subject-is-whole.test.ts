import { describe, expect, it } from 'vitest';
import { exampleCertificate } from '../example-certificate.js';
import { aClient, issuesOf } from '../testing.js';

const rule = 'secondary-certificate-subject-is-whole';
const value = '/secondary_tls_client_auth_subject_value';

describe('secondary-certificate-subject-is-whole', () => {
  const way = {
    secondary_token_endpoint_auth_method: 'tls_client_auth',
    secondary_tls_client_pinned_certificate: exampleCertificate,
  } as const;

  it.each([
    [
      'a value of nothing',
      { secondary_tls_client_auth_subject_value: 'a.example' },
      '/secondary_tls_client_auth_subject_type',
    ],
    ['a type without value', { secondary_tls_client_auth_subject_type: 'san_dns' }, value],
    [
      'a value of another type',
      { secondary_tls_client_auth_subject_type: 'san_ip', secondary_tls_client_auth_subject_value: 'a.example' },
      value,
    ],
    [
      'a name that is none',
      { secondary_tls_client_auth_subject_type: 'subject_dn', secondary_tls_client_auth_subject_value: 'a.example' },
      value,
    ],
  ] as const)('refuses %s', (_, subject, pointer) => {
    expect(issuesOf(aClient({ ...way, ...subject }))).toMatchObject([{ pointer, rule }]);
  });

  it('accepts both, and neither', () => {
    const subject = {
      secondary_tls_client_auth_subject_type: 'san_dns',
      secondary_tls_client_auth_subject_value: 'a.example',
    } as const;
    expect(issuesOf(aClient({ ...way, ...subject }))).toEqual([]);
    expect(issuesOf(aClient(way))).toEqual([]);
  });
});
