import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

describe.each(dialects)('[T-114] failed authorizations on %s', (dialect) => {
  let server: RunningServer;
  let intruder: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect, environment: { TRUSTED_PROXIES: '127.0.0.1' } });
    intruder = server.adminWith('Bearer nonsense');
  });
  afterAll(() => server.close());

  const from = (api: AdminApi, address: string) => api.get('/clients', { 'x-forwarded-for': address });
  const fails = async (address: string) => {
    for (let count = 0; count < 600; count++) expect((await from(intruder, address)).status).toBe(401);
  };

  it('are answered 429 once there were too many from an address, which slows down nobody else', async () => {
    const owner = await server.admin('clients:read');
    await fails('198.51.100.1');
    const { status, headers, body } = await from(intruder, '198.51.100.1');
    expect(status).toBe(429);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(body).toMatchObject({ type: 'https://clientele.dev/problems/too-many-requests', status: 429 });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);

    expect((await from(intruder, '198.51.100.2')).status).toBe(401);
    expect((await from(owner, '198.51.100.1')).status).toBe(200);
  });

  it('are counted together in an IPv6 network of 64 bits', async () => {
    for (let count = 0; count < 600; count++) await from(intruder, `2001:db8::${count.toString(16)}`);
    expect((await from(intruder, '2001:db8::ffff')).status).toBe(429);
    expect((await from(intruder, '2001:db8:0:1::1')).status).toBe(401);
  });

  it('are neither requests without a token nor those whose token lacks a scope', async () => {
    const reader = await server.admin('events:read');
    for (let count = 0; count < 601; count++) {
      expect((await from(server.adminWith(undefined), '198.51.100.3')).status).toBe(401);
      expect((await from(reader, '198.51.100.3')).status).toBe(403);
    }
    expect((await from(intruder, '198.51.100.3')).status).toBe(401);
  });

  it('are counted by the true peer, whatever address a stranger claims', async () => {
    const direct = await runningServer({ dialect });
    try {
      const forger = direct.adminWith('Bearer nonsense');
      for (let count = 0; count < 600; count++) await from(forger, `203.0.113.${count % 250}`);
      expect((await from(forger, '203.0.113.251')).status).toBe(429);
    } finally {
      await direct.close();
    }
  });
});
