import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aWebClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';

describe('lint of a client', () => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer();
    api = await server.admin();
  });
  afterAll(() => server.close());

  it('tells what is unwise about a client, with a change that helps', async () => {
    const { body } = await api.post('/clients', aWebClient({ require_pkce: false }));
    const path = `/clients/${String(body['client_id'])}`;
    const { findings } = (await api.get(`${path}/lint`)).body as { findings: Record<string, unknown>[] };
    expect(findings).toEqual([
      {
        pointer: '/require_pkce',
        rule: 'code-grant-uses-pkce',
        severity: 'advice',
        detail: expect.stringContaining('PKCE') as string,
        spec: { label: 'RFC 9700 §2.1.1', url: 'https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1' },
        fix: { require_pkce: true },
      },
    ]);
    expect((await api.patch(path, findings[0]!['fix'])).status).toBe(200);
    expect((await api.get(`${path}/lint`)).body).toEqual({ findings: [] });
    expect((await api.get('/clients/nobody/lint')).status).toBe(404);
    expect((await api.get(`${path}/lint?fix=true`)).status).toBe(400);
  });

  it('tells what keeps a client from a profile, with changes that make it fit', async () => {
    const { body } = await api.post('/clients', aWebClient({ jwks_uri: 'https://app.example.com/jwks' }));
    const path = `/clients/${String(body['client_id'])}`;
    expect((await api.get(`${path}/lint?fapi_profile=fapi3`)).status).toBe(400);
    const asked = await api.get(`${path}/lint?fapi_profile=fapi2_security`);
    const { findings } = asked.body as { findings: { rule: string; fix?: object }[] };
    expect(findings.map(({ rule }) => rule)).toEqual([
      'fapi2-client-authenticates-with-a-key',
      'fapi2-tokens-are-bound',
    ]);
    const refused = await api.patch(path, { fapi_profile: 'fapi2_security' });
    expect(refused.status).toBe(422);
    expect(refused.body['errors']).toMatchObject(findings.map(({ rule }) => ({ rule })));
    const fixes = Object.assign({}, ...findings.map(({ fix }) => fix)) as object;
    const changed = await api.patch(path, { ...fixes, fapi_profile: 'fapi2_security' });
    expect(changed.status, changed.text).toBe(200);
    expect(changed.body).toMatchObject({ require_pushed_authorization_requests: true, require_pkce: true });
    expect((await api.get(`${path}/lint?fapi_profile=fapi2_security`)).body).toEqual({ findings: [] });
    const departing = await api.patch(path, { require_pkce: false });
    expect(departing.body['errors']).toMatchObject([
      { pointer: '/require_pkce', rule: 'fapi2-code-challenge-is-hashed', detail: expect.stringContaining('FAPI 2.0') },
    ]);
    // Nor does the server depart from it behind the client's back.
    for (const change of [{ clock_skew: 9 }, { par_status: 'disabled' }, { authorization_code_ttl: 61 }]) {
      const stricter = await api.patch('/settings', change);
      expect([stricter.status, stricter.text]).toEqual([409, expect.stringContaining(String(body['client_id']))]);
    }
  });

  it('is counted in the list where that is asked for, of each client as it is and by the settings as they are', async () => {
    const client = await api.post(
      '/clients',
      aWebClient({
        client_name: 'Counted',
        grant_types: ['authorization_code', 'refresh_token'],
        require_pkce: false,
      }),
    );
    const counted = async () => (await api.get('/clients?q=Counted&include=findings')).body['items'];
    expect(await counted()).toEqual([expect.objectContaining({ client_name: 'Counted', _findings: 1 })]);
    await api.patch(`/clients/${String(client.body['client_id'])}`, { require_pkce: true });
    expect(await counted()).toEqual([expect.objectContaining({ _findings: 0 })]);

    await api.patch('/settings', { refresh_token_rolling_grace_period: 86_400 });
    expect(await counted()).toEqual([expect.objectContaining({ _findings: 1 })]);
    await api.patch('/settings', { refresh_token_rolling_grace_period: null });

    const few = await api.get('/clients?q=Counted&include=findings&fields=client_name');
    expect(few.body['items']).toEqual([{ client_name: 'Counted', _findings: 0 }]);
    expect((await api.get('/clients?q=Counted')).body['items']).not.toContainEqual(
      expect.objectContaining({ _findings: 0 }),
    );
    expect((await api.get('/clients?include=effective')).status).toBe(400);
  });
});
