import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

const jwks_uri = 'https://app.example.com/jwks';

describe('encrypted-answer-is-signed', () => {
  it('refuses to encrypt what is not signed, and accepts what is', () => {
    const userinfo = { userinfo_encrypted_response_alg: 'RSA-OAEP-256', jwks_uri } as const;
    expect(issuesOf(aClient(userinfo))).toMatchObject([
      { pointer: '/userinfo_signed_response_alg', rule: 'encrypted-answer-is-signed' },
    ]);
    expect(issuesOf(aClient({ ...userinfo, userinfo_signed_response_alg: 'RS256' }))).toEqual([]);
  });

  it('refuses to encrypt an unsigned ID token', () => {
    const server = aServer({ settings: { allow_unsigned_responses: true } });
    const encrypted = { id_token_encrypted_response_alg: 'RSA-OAEP-256', jwks_uri } as const;
    const unsigned = aClient({ ...encrypted, id_token_signed_response_alg: 'none' });
    expect(issuesOf(unsigned, server).map(({ rule }) => rule)).toEqual(['encrypted-answer-is-signed']);
    expect(issuesOf(aClient(encrypted), server)).toEqual([]);
  });
});
