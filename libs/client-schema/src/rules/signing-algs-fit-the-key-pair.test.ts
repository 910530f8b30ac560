import { describe, expect, it } from 'vitest';
import { aClient, issuesOf, patch } from '../testing.js';

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

  it('lets the algorithm follow the pair where nobody says it', () => {
    const { client, issues } = patch(aClient(), { key_pair_id: 'es256' });
    expect(issues).toEqual([]);
    expect(client.id_token_signed_response_alg).toBe('ES256');
  });
});
