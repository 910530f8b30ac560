import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf, patch } from '../testing.js';

describe('signing-algs-fit-the-key-pair', () => {
  it('refuses an algorithm that the keys of the pair cannot make', () => {
    const algs = { id_token_signed_response_alg: 'RS256', userinfo_signed_response_alg: 'PS256' } as const;
    expect(issuesOf(aClient({ key_pair_id: 'es256', ...algs }))).toMatchObject([
      { pointer: '/id_token_signed_response_alg', rule: 'signing-algs-fit-the-key-pair' },
      { pointer: '/userinfo_signed_response_alg', rule: 'signing-algs-fit-the-key-pair' },
    ]);
  });

  it('accepts one that they can, and any without a pair', () => {
    expect(issuesOf(aClient({ key_pair_id: 'es256', id_token_signed_response_alg: 'ES256' }))).toEqual([]);
    expect(issuesOf(aClient({ key_pair_id: 'rs256', id_token_signed_response_alg: 'PS512' }))).toEqual([]);
    expect(issuesOf(aClient({ id_token_signed_response_alg: 'RS256' }))).toEqual([]);
  });

  it('looks at the pair of the userinfo issuer before that of the client', () => {
    const issuer = { name: 'x', purpose: 'userinfo', claims_mapper_id: null, ttl: 300 } as const;
    const server = aServer({
      token_issuers: [
        { ...issuer, id: 'curved', key_pair_id: 'es256' },
        { ...issuer, id: 'any', key_pair_id: null },
      ],
    });
    const signed = (userinfo_token_issuer_id: string, alg: 'RS256' | 'ES256') =>
      issuesOf(aClient({ key_pair_id: 'rs256', userinfo_signed_response_alg: alg, userinfo_token_issuer_id }), server);
    expect(signed('curved', 'RS256')).toMatchObject([{ pointer: '/userinfo_signed_response_alg' }]);
    expect(signed('curved', 'ES256')).toEqual([]);
    expect(signed('any', 'ES256')).toMatchObject([{ pointer: '/userinfo_signed_response_alg' }]);
    expect(signed('any', 'RS256')).toEqual([]);
  });

  it('knows no issuer of answers that are not signed', () => {
    const { issues } = patch(aClient(), { userinfo_token_issuer_id: 'any' });
    expect(issues).toMatchObject([{ pointer: '/userinfo_token_issuer_id', rule: 'field-applies' }, {}]);
  });

  it('lets the algorithm follow the pair where nobody says it', () => {
    const { client, issues } = patch(aClient(), { key_pair_id: 'es256' });
    expect(issues).toEqual([]);
    expect(client.id_token_signed_response_alg).toBe('ES256');
  });
});
