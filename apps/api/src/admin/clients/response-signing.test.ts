import { responseSigningAlgs } from '@clientele/client-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aWebClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

const members = ['id_token_signed_response_alg', 'userinfo_signed_response_alg'] as const;

describe.each(dialects)('how answers for clients are signed on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
  });
  afterAll(() => server.close());

  /** The algorithms that clients can have, and those that the metadata tells of. */
  async function algs(member: (typeof members)[number]) {
    const accepted: string[] = [];
    for (const alg of responseSigningAlgs) {
      const { status } = await api.post('/clients?dry_run=true', aWebClient({ [member]: alg }));
      if (status === 200) accepted.push(alg);
      else expect([alg, status]).toEqual([alg, 422]);
    }
    const answer = await server.issuer('/.well-known/openid-configuration');
    const metadata = (await answer.json()) as Record<string, string[]>;
    return { accepted, told: metadata[member.replace('signed_response_alg', 'signing_alg_values_supported')] ?? [] };
  }

  it.each(members)('[%s] is what the metadata tells, and nothing else', async (member) => {
    const first = await algs(member);
    expect(first.told.toSorted()).toEqual(first.accepted.toSorted());
    expect(first.told).toEqual(expect.arrayContaining(['RS256', 'PS512', 'ES256', 'HS256']));
    expect(first.told).not.toEqual(expect.arrayContaining(['ES384']));

    await api.post('/key-pairs', { id: `of-${member}`, name: 'More', type: 'ec', curve: 'P-384' });
    await api.patch('/settings', { allow_unsigned_responses: true });
    const then = await algs(member);
    expect(then.told.toSorted()).toEqual(then.accepted.toSorted());
    expect(then.told).toEqual(expect.arrayContaining(['ES384', 'none']));
    await api.patch('/settings', { allow_unsigned_responses: false });
    expect((await api.delete(`/key-pairs/of-${member}`)).status).toBe(204);
  });

  it('stays permitted as long as a client has unsigned answers', async () => {
    await api.patch('/settings', { allow_unsigned_responses: true });
    const unsigned = aWebClient({ client_id: 'unsigned', id_token_signed_response_alg: 'none' });
    expect((await api.post('/clients', unsigned)).status).toBe(201);
    const refused = await api.patch('/settings', { allow_unsigned_responses: false });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.text).toContain('unsigned');
    await api.patch('/clients/unsigned', { id_token_signed_response_alg: 'ES256' });
    expect((await api.patch('/settings', { allow_unsigned_responses: false })).status).toBe(200);
  });

  it('[userinfo_token_issuer_id] names an issuer whose keys fit, and which stays while it is named', async () => {
    const issuer = { id: 'partners', name: 'Partners', key_pair_id: 'es256' };
    expect((await api.post('/token-issuers', issuer)).status).toBe(201);
    const members = { client_id: 'partner', userinfo_token_issuer_id: 'partners' };
    const web = (alg: string) => api.post('/clients', aWebClient({ ...members, userinfo_signed_response_alg: alg }));
    expect((await web('RS256')).body).toMatchObject({
      status: 422,
      errors: [{ rule: 'signing-algs-fit-the-key-pair' }],
    });
    expect((await web('ES256')).status).toBe(201);
    expect((await api.delete('/token-issuers/partners')).body).toMatchObject({ status: 409, client_ids: ['partner'] });
    expect((await api.delete('/key-pairs/es256')).status).toBe(409);
    const other = await api.patch('/token-issuers/partners', { key_pair_id: 'rs256' });
    expect(other.status).toBe(409);
    expect(other.text).toContain('partner');
    expect((await api.post('/token-issuers', { ...issuer, id: 'other', purpose: 'access_token' })).status).toBe(422);
  });
});
