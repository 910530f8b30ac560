import { describe, expect, it } from 'vitest';
import { aClient, issuesOf, register } from '../testing.js';

describe('compared-rdns-are-in-the-subject', () => {
  const method = { token_endpoint_auth_method: 'tls_client_auth' } as const;
  const subject = { ...method, tls_client_auth_subject_dn: 'CN=billing,O=Example' };

  it('refuses a part to compare that the subject does not have', () => {
    const client = aClient({ ...subject, tls_client_auth_rdns_to_match: ['CN', 'OU'] });
    expect(issuesOf(client)).toMatchObject([
      { pointer: '/tls_client_auth_rdns_to_match/1', rule: 'compared-rdns-are-in-the-subject' },
    ]);
    expect(issuesOf(aClient({ ...subject, tls_client_auth_rdns_to_match: ['CN', 'O'] }))).toEqual([]);
  });

  it('leaves to the field that there is no subject', () => {
    const client = {
      client_name: 'A',
      ...method,
      tls_client_auth_san_ip: '192.0.2.1',
      tls_client_auth_rdns_to_match: ['CN'],
    };
    expect(register(client).issues).toContainEqual(
      expect.objectContaining({ pointer: '/tls_client_auth_rdns_to_match', rule: 'field-applies' }),
    );
  });
});
