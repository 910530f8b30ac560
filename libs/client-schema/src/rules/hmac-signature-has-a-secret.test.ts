import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

const id = 'hmac-signature-has-a-secret';

describe('hmac-signature-has-a-secret', () => {
  const hmac = {
    id_token_signed_response_alg: 'HS256',
    userinfo_signed_response_alg: 'HS512',
    request_object_signing_alg: 'HS384',
  } as const;

  it('refuses HMAC for a public client, and for one that cannot keep its secret', () => {
    for (const members of [{ token_endpoint_auth_method: 'none' }, { confidential: false }] as const) {
      expect(issuesOf(aClient({ ...hmac, ...members, require_pkce: true }))).toMatchObject([
        { pointer: '/id_token_signed_response_alg', rule: id },
        { pointer: '/userinfo_signed_response_alg', rule: id },
        { pointer: '/request_object_signing_alg', rule: id },
      ]);
    }
  });

  it('refuses HMAC where a credential manager has the secret', () => {
    expect(issuesOf(aClient({ ...hmac, credential_manager_id: 'vault' })).map(({ rule }) => rule)).toContain(id);
  });

  it('accepts it for a confidential client, and a public client with another algorithm', () => {
    expect(issuesOf(aClient(hmac))).toEqual([]);
    expect(issuesOf(aClient({ token_endpoint_auth_method: 'none', id_token_signed_response_alg: 'ES256' }))).toEqual(
      [],
    );
  });

  it('leaves HMAC alone when a key pair is chosen, which signs nothing then', () => {
    expect(issuesOf(aClient({ ...hmac, key_pair_id: 'es256' }))).toEqual([]);
  });
});
