import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

const rule = 'mutual-tls-is-switched-on';

describe('mutual-tls-is-switched-on', () => {
  const off = aServer({ client_certificates: { terminations: [], aliases: false } });
  const client = { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_ip: '192.0.2.1' } as const;
  const second = {
    secondary_token_endpoint_auth_method: 'tls_client_auth',
    secondary_tls_client_auth_subject_type: 'san_ip',
    secondary_tls_client_auth_subject_value: '192.0.2.1',
  } as const;

  it.each([
    [client, '/token_endpoint_auth_method'],
    [second, '/secondary_token_endpoint_auth_method'],
    [{ tls_client_certificate_bound_access_tokens: true }, '/tls_client_certificate_bound_access_tokens'],
  ] as const)('refuses %o at a server that asks for no certificates', (document, pointer) => {
    expect(issuesOf(aClient(document), off)).toMatchObject([{ pointer, rule }]);
    expect(issuesOf(aClient(document))).toEqual([]);
  });

  it('wants certificates to come as they can', () => {
    const behindProxy = aServer({ client_certificates: { terminations: ['proxy'], aliases: false } });
    expect(issuesOf(aClient({ ...client, tls_client_auth_termination: 'direct' }), behindProxy)).toMatchObject([
      { pointer: '/tls_client_auth_termination', rule },
    ]);
    for (const termination of ['either', 'proxy'] as const) {
      expect(issuesOf(aClient({ ...client, tls_client_auth_termination: termination }), behindProxy)).toEqual([]);
    }
  });

  it('has nothing against clients without certificates', () => {
    expect(issuesOf(aClient(), off)).toEqual([]);
  });
});
