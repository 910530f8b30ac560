import { InvalidCursor, StorageUnavailable } from '@clientele/storage';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AdminApi } from '../testing/admin-api.js';
import { type RunningServer, runningServer } from '../testing/running-server.js';

describe('failures behind the admin API', () => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer();
    api = await server.admin();
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => server.close());

  it('[T-014] are told with a correlation id that leads to the log, and nothing else', async () => {
    const cause = Object.assign(new Error('SELECT failed near digest'), { parameters: ['DIGEST-OF-A-SECRET'] });
    vi.spyOn(server.storage.clients, 'list').mockRejectedValue(cause);
    const answer = await api.get('/clients');
    expect(answer.status).toBe(500);
    expect(answer.body).toEqual({
      type: 'https://clientele.dev/problems/internal',
      title: 'The server failed',
      status: 500,
      correlation_id: answer.headers['x-request-id'],
    });
    const logged = server
      .log()
      .split('\n')
      .find((line) => line.includes(String(answer.body.correlation_id)) && line.includes('request failed'));
    expect(logged).toContain('SELECT failed near digest');
    expect(server.log()).not.toContain('DIGEST-OF-A-SECRET');
  });

  it('[T-128] are 503 with Retry-After while the database is away', async () => {
    vi.spyOn(server.storage.clients, 'list').mockRejectedValue(
      new StorageUnavailable('connection refused at 10.0.0.1'),
    );
    const answer = await api.get('/clients');
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.text).not.toContain('10.0.0.1');
  });

  it('[T-125] show in readiness, not in health, and pass', async () => {
    vi.spyOn(server.storage, 'ping').mockRejectedValue(new StorageUnavailable('away'));
    const anybody = server.adminWith(undefined);
    expect((await anybody.get('/readyz')).status).toBe(503);
    expect((await anybody.get('/healthz')).status).toBe(200);
    vi.restoreAllMocks();
    expect((await anybody.get('/readyz')).status).toBe(200);
  });

  it('of a cursor are the fault of the caller', async () => {
    vi.spyOn(server.storage.receipts, 'list').mockRejectedValue(new InvalidCursor('no'));
    const answer = await api.get('/receipts?after=x');
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ pointer: '/after' }]);
  });

  it('[T-108] leave no query, header or body in the log', async () => {
    await api.get('/clients?q=canary-query');
    await api.post('/clients', { client_name: 'x', client_secret: 'canary-secret-1234' });
    const anybody = server.adminWith('Bearer canary-token');
    await anybody.get('/clients', { cookie: 'session=canary-cookie' });
    expect(server.log()).toContain('"path":"/clients"');
    expect(server.log()).not.toContain('canary');
  });
});
