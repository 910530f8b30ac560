import { describe, expect, it } from 'vitest';
import { exampleCertificate } from '../example-certificate.js';
import { aClient, issuesOf, publicJwk } from '../testing.js';

const rule = 'self-signed-certificate-is-registered';

describe('self-signed-certificate-is-registered', () => {
  const method = { token_endpoint_auth_method: 'self_signed_tls_client_auth' } as const;

  it('refuses a client whose certificate could be anybody’s', () => {
    expect(issuesOf(aClient(method))).toMatchObject([{ pointer: '/jwks', rule }]);
    const second = { secondary_token_endpoint_auth_method: 'self_signed_tls_client_auth' } as const;
    const keys = { jwks: { keys: [publicJwk.p256()] } };
    expect(issuesOf(aClient({ ...second, ...keys }))).toMatchObject([{ pointer: '/secondary_jwks', rule }]);
    expect(issuesOf(aClient({ ...second, secondary_jwks: keys.jwks }))).toEqual([]);
  });

  it.each([
    { jwks: { keys: [publicJwk.p256()] } },
    { jwks_uri: 'https://app.example.com/jwks.json' },
    { tls_client_pinned_certificate: exampleCertificate },
  ])('accepts %o', (keys) => {
    expect(issuesOf(aClient({ ...method, ...keys }))).toEqual([]);
  });
});
