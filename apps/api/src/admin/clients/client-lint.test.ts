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
});
