import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';
import { aSignInClient, aUserAgent } from '../../testing/user-agent.js';

const schema = {
  required: ['actions'],
  properties: { actions: { type: 'array', items: { enum: ['read', 'list'] }, minItems: 1 } },
};

describe.each(dialects)('authorization detail types on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
    await api.post('/accounts', { username: 'alice', password: 'correct horse' });
  });
  afterAll(() => server.close());

  const allowing = (...types: string[]) => ({
    allow_authorization_details: true,
    authorization_details_types: types,
  });

  it('[authorization_details_types] are kept with what was granted, and shown with it', async () => {
    expect((await api.post('/authorization-detail-types', { type: 'accounts', schema })).status).toBe(201);
    const client = await api.post('/clients', { ...aSignInClient('wallet'), ...allowing('accounts') });
    expect(client.status, client.text).toBe(201);
    const agent = aUserAgent(server, 'wallet');
    const details = [{ type: 'accounts', actions: ['list'] }];
    const { code } = await agent.told({ authorization_details: JSON.stringify(details) });
    const tokens = await agent.exchange(code!);
    expect(tokens['authorization_details']).toEqual(details);
    expect((await agent.refresh(tokens['refresh_token']!))['authorization_details']).toEqual(details);
    const { body } = await api.get('/grants?client_id=wallet');
    expect(body['items']).toMatchObject([{ authorization_details: details }]);
  });

  it('are called by their type, which may be an address, and stay while a client needs them', async () => {
    const type = 'https://bank.example/types/payment?v=1';
    const created = await api.post('/authorization-detail-types', { type, schema, description: 'Pay' });
    expect(created.status, created.text).toBe(201);
    const path = `/authorization-detail-types/${encodeURIComponent(type)}`;
    expect(created.headers['location']).toBe(path);
    expect((await api.get(path)).body).toMatchObject({ type, active: true, used_by: 0 });
    expect((await api.post('/authorization-detail-types', { type, schema })).status).toBe(409);
    const client = await api.post(
      '/clients',
      aMachineClient({ client_id: 'payer', token_endpoint_auth_method: 'client_secret_post', ...allowing(type) }),
    );
    expect(client.status, client.text).toBe(201);
    expect((await api.get(path)).body).toMatchObject({ used_by: 1 });
    expect((await api.delete(path)).body).toMatchObject({ status: 409, client_ids: ['payer'] });
    // Switching it off in an emergency is nobody's to forbid.
    expect((await api.patch(path, { active: false })).status).toBe(200);
    const asked = {
      grant_type: 'client_credentials',
      authorization_details: JSON.stringify([{ type, actions: ['read'] }]),
    };
    const { client_id, client_secret } = client.body as { client_id: string; client_secret: string };
    const body = new URLSearchParams({ ...asked, client_id, client_secret });
    const refused = await server.issuer('/token', { method: 'POST', body });
    expect(await refused.json()).toMatchObject({ error: 'invalid_authorization_details' });
    await api.patch('/clients/payer', { allow_authorization_details: false });
    expect((await api.delete(path)).status).toBe(204);
  });

  it.each([
    [{ type: 'text' }, '/type must be'],
    [{ properties: { a: { $ref: 'https://evil.example/schema' } } }, '/properties/a/$ref is not known here'],
    [{ pattern: '^(a+)+$' }, 'must not repeat'],
    ['schema', 'an object'],
  ])('are refused with a schema that cannot be checked in bounded time: %j', async (bad, detail) => {
    const answer = await api.post('/authorization-detail-types', { type: 'bad', schema: bad });
    expect(answer.body).toMatchObject({ status: 422, errors: [{ pointer: '/schema', rule: 'json-schema' }] });
    expect(JSON.stringify(answer.body)).toContain(detail);
  });

  it('[allow_authorization_details] are named by clients that may send details', async () => {
    const none = await api.post('/clients', aMachineClient(allowing()));
    expect(none.body).toMatchObject({ status: 422, errors: [{ rule: 'authorization-details-have-a-type' }] });
    const unknown = await api.post('/clients', aMachineClient(allowing('unheard_of')));
    expect(unknown.body).toMatchObject({
      status: 422,
      errors: expect.arrayContaining([
        {
          pointer: '/authorization_details_types/0',
          rule: 'referenced-records-exist',
          detail: expect.any(String) as string,
        },
      ]) as unknown,
    });
  });
});
