import { describe, expect, it } from 'vitest';
import { type Client } from './client.js';
import { lintClient } from './lint-client.js';
import { fapi1Algs } from './profiles/fapi1-advanced.js';
import { fapi2Algs } from './profiles/fapi2-security.js';
import { aClient, aServer, publicJwk } from './testing.js';
import * as vocabulary from './vocabulary.js';

describe('[T-129] cryptography that ages', () => {
  it('comes in and goes out by these lists alone', () => {
    const { asymmetricSigningAlgs, symmetricSigningAlgs, keyManagementAlgs, contentEncryptionAlgs } = vocabulary;
    expect({
      signatures: asymmetricSigningAlgs.join(' '),
      macs: symmetricSigningAlgs.join(' '),
      keyManagement: keyManagementAlgs.join(' '),
      contentEncryption: contentEncryptionAlgs.join(' '),
      fapi1: fapi1Algs.join(' '),
      fapi2: fapi2Algs.join(' '),
    }).toEqual({
      signatures: 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519',
      macs: 'HS256 HS384 HS512',
      // RFC 8725 §3.2: RSA1_5 stays away.
      keyManagement:
        'ECDH-ES ECDH-ES+A128KW ECDH-ES+A192KW ECDH-ES+A256KW RSA-OAEP RSA-OAEP-256 dir A128KW A192KW A256KW A128GCMKW A192GCMKW A256GCMKW',
      contentEncryption: 'A128CBC-HS256 A192CBC-HS384 A256CBC-HS512 A128GCM A192GCM A256GCM',
      fapi1: 'PS256 ES256',
      fapi2: 'PS256 ES256 EdDSA Ed25519',
    });
  });

  const server = aServer({ settings: { disallow_plain_pkce: false } });
  const client = aClient(
    {
      grant_types: ['authorization_code'],
      require_pkce: true,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [publicJwk.p256({ kid: 'ec' }), publicJwk.rsa({ kid: 'rsa' })] },
    },
    server,
  );

  it.each<[keyof Client, Partial<Client>, Partial<Client>]>([
    [
      'allowed_code_challenge_methods',
      { allowed_code_challenge_methods: ['S256', 'plain'] },
      { allowed_code_challenge_methods: ['S256'] },
    ],
    ...(
      [
        ['id_token_signed_response_alg', 'RS256', 'PS256'],
        ['userinfo_signed_response_alg', 'RS512', 'ES256'],
        ['token_endpoint_auth_signing_alg', 'RS256', 'ES256'],
        ['default_access_token_manager_id', 'jwt-rs256', 'jwt'],
      ] as const
    ).map(([field, weak, strong]): [keyof Client, Partial<Client>, Partial<Client>] => [
      field,
      { fapi_profile: 'fapi2_security', [field]: weak },
      { fapi_profile: 'fapi2_security', [field]: strong },
    ]),
  ])('is told by lint at %s: %j, and not %j', (field, weak, strong) => {
    const toldOf = (change: Partial<Client>) =>
      lintClient({ ...client, ...change }, server).filter(({ pointer }) => pointer.startsWith(`/${field}`));
    expect(toldOf(weak)).toHaveLength(1);
    expect(toldOf(strong)).toEqual([]);
  });
});
