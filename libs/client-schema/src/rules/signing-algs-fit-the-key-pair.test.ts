import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf, patch, register } from '../testing.js';

const webApp = {
  client_name: 'Example',
  grant_types: ['authorization_code'],
  redirect_uris: ['https://app.example.com/callback'],
};

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

  it('accepts what keys of its own can make, and nothing else', () => {
    const own = { key_pair_type: 'ec', key_pair_ec_curve: 'P-384' } as const;
    expect(issuesOf(aClient({ ...own, id_token_signed_response_alg: 'ES384' }))).toEqual([]);
    expect(issuesOf(aClient({ ...own, id_token_signed_response_alg: 'ES256' }))).toMatchObject([
      { pointer: '/id_token_signed_response_alg', rule: 'signing-algs-fit-the-key-pair' },
    ]);
    expect(issuesOf(aClient({ key_pair_type: 'okp', userinfo_signed_response_alg: 'ES256' }))).toMatchObject([
      { pointer: '/userinfo_signed_response_alg', rule: 'signing-algs-fit-the-key-pair' },
    ]);
  });

  it.each([
    [{ key_pair_id: 'es256' }, 'ES256'],
    [{ key_pair_type: 'rsa' }, 'RS256'],
    [{ key_pair_type: 'ec' }, 'ES256'],
    [{ key_pair_type: 'ec', key_pair_ec_curve: 'P-521' }, 'ES512'],
    [{ key_pair_type: 'okp' }, 'EdDSA'],
  ])('lets the algorithm follow the pair where nobody says it: %j', (change, alg) => {
    const { client, issues } = patch(aClient(), change);
    expect(issues).toEqual([]);
    expect(client.id_token_signed_response_alg).toBe(alg);
  });

  it('follows back to RS256 when the client gives its own pair up', () => {
    const server = aServer({ signing_algs: ['RS256', 'ES256'] });
    const own = aClient({ key_pair_type: 'okp' }, server);
    expect(own.id_token_signed_response_alg).toBe('EdDSA');
    expect(issuesOf(own, server)).toEqual([]);
    const { client, issues } = patch(own, { key_pair_type: null }, server);
    expect(issues).toEqual([]);
    expect(client.id_token_signed_response_alg).toBe('RS256');
  });

  it('has a pair of its own only where it names no other, and parameters only with their type', () => {
    expect(register({ ...webApp, key_pair_id: 'es256', key_pair_type: 'ec' }).issues).toMatchObject([
      { pointer: '/key_pair_type', rule: 'field-applies' },
    ]);
    expect(register({ ...webApp, key_pair_type: 'okp', key_pair_ec_curve: 'P-384' }).issues).toMatchObject([
      { pointer: '/key_pair_ec_curve', rule: 'field-applies' },
    ]);
    expect(register({ ...webApp, id_token_kid: 'mine' }).issues).toMatchObject([
      { pointer: '/id_token_kid', rule: 'field-applies' },
    ]);
    expect(register({ ...webApp, key_pair_type: 'ec', key_pair_ec_curve: 'P-384' }).issues).toEqual([]);
  });
});
