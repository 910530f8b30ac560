import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient, aWebClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

const callback = 'https://app.example.com/callback';

describe.each(dialects)('the explanation of a request, on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
    await api.post('/clients', aWebClient({ client_id: 'web', scope: 'openid' }));
    await api.post('/clients', aMachineClient({ client_id: 'machine' }));
  });
  afterAll(() => server.close());

  const explained = async (client_id: string, parameters: object) => {
    const answer = await api.post(`/clients/${client_id}/explain`, parameters);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };

  it('tells the decision with the rule behind each step, and a change that helps', async () => {
    const request = { response_type: 'code', redirect_uri: `${callback}/`, state: 'x' };
    const refused = await explained('web', request);
    expect(refused).toMatchObject({ endpoint: '/authorize', decision: 'refused', error: 'invalid_request' });
    expect((refused.steps as object[]).at(-1)).toMatchObject({
      rule: 'redirect-uri-is-registered',
      holds: false,
      sent: `${callback}/`,
      registered: [callback],
      difference: { words: 'a trailing slash' },
    });
    expect((await api.patch('/clients/web', refused.suggestion)).status).toBe(200);
    expect(await explained('web', request)).toMatchObject({ decision: 'asks_user', suggestion: null });
  });

  it('is of a pushed request where that is said, and of no other endpoint', async () => {
    const request = { response_type: 'code', redirect_uri: callback };
    const pushed = await api.post('/clients/web/explain?endpoint=/par', request);
    expect(pushed.body).toMatchObject({ endpoint: '/par' });
    expect((await api.post('/clients/web/explain?endpoint=/revoke', request)).status).toBe(400);
  });

  it('is of the token endpoint where there is a grant type', async () => {
    const request = { grant_type: 'client_credentials', resource: ['https://a.example', 'https://b.example'] };
    expect(await explained('machine', request)).toMatchObject({ endpoint: '/token', decision: 'granted' });
    expect(await explained('web', request)).toMatchObject({ decision: 'refused', error: 'unauthorized_client' });
  });

  it('leaves no receipt and no use behind', async () => {
    const before = (await api.get('/receipts')).items.length;
    await explained('machine', { grant_type: 'nothing' });
    await explained('machine', { grant_type: 'client_credentials' });
    expect((await api.get('/receipts')).items).toHaveLength(before);
    expect((await api.get('/clients/machine')).body).toMatchObject({ last_used_at: null, revision: 1 });
  });

  it.each([
    ['credentials', { grant_type: 'client_credentials', client_secret: 'guess' }, '/client_secret'],
    ['another client', { client_id: 'web', grant_type: 'client_credentials' }, '/client_id'],
    ['what is no parameter', { scope: 7 }, '/scope'],
    ['a list of others', { resource: ['https://a.example', {}] }, '/resource'],
    ['endless text', { state: 'x'.repeat(9000) }, '/state'],
    ['endless lists', { resource: Array.from({ length: 101 }, () => 'urn:x:y') }, ''],
  ])('is refused for %s', async (_, parameters, pointer) => {
    const answer = await api.post('/clients/machine/explain', parameters);
    expect(answer.status, answer.text).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer, rule: 'request-parameter' }]);
  });

  it('is of clients that there are, for callers who may see them', async () => {
    expect((await api.post('/clients/nobody/explain', {})).status).toBe(404);
    const viewer = await server.admin('clients:read');
    expect((await viewer.post('/clients/web/explain', { response_type: 'code' })).status).toBe(200);
    const other = await server.admin('settings:read');
    expect((await other.post('/clients/web/explain', {})).status).toBe(403);
  });
});
