import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aWebClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

describe.each(dialects)('the response types of clients on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
  });
  afterAll(() => server.close());

  const metadata = async () =>
    (await (await server.issuer('/.well-known/openid-configuration')).json()) as Record<string, string[]>;

  it('[response_types] are stored in their one spelling, and restrict a client that names some', async () => {
    const document = aWebClient({
      client_id: 'hybrid',
      grant_types: ['authorization_code', 'implicit'],
      redirect_uris: ['https://app.example.com/callback'],
      response_types: ['token id_token', 'id_token code'],
    });
    const created = await api.post('/clients', document);
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      restrict_response_types: true,
      response_types: ['id_token token', 'code id_token'],
    });
    const refused = await api.patch('/clients/hybrid', { grant_types: ['authorization_code'] });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ pointer: '/response_types/0', rule: 'response-type-fits-grant-types' }),
        expect.objectContaining({ pointer: '/response_types/1', rule: 'response-type-fits-grant-types' }),
      ]),
    });
  });

  it('with tokens stay supported as long as a client has the implicit grant', async () => {
    expect((await metadata())['response_types_supported']).toContain('id_token token');
    const refused = await api.patch('/settings', { allow_legacy_grants: false });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.text).toContain('hybrid');
    await api.delete('/clients/hybrid');
    expect((await api.patch('/settings', { allow_legacy_grants: false })).status).toBe(200);
    expect(await metadata()).toMatchObject({ response_types_supported: ['code', 'none'] });
    const document = aWebClient({ grant_types: ['implicit'], redirect_uris: ['https://app.example.com/callback'] });
    expect((await api.post('/clients', document)).body).toMatchObject({
      errors: [{ pointer: '/grant_types', rule: 'legacy-grant-is-permitted' }],
    });
    await api.patch('/settings', { allow_legacy_grants: true });
  });
});
