import { type ProtocolRequest, type ProtocolResponse } from '@clientele/runtime';
import { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { Metrics } from '../metrics.js';
import { createIssuerHost } from './issuer-host.js';

describe('the issuer host', () => {
  const hosts: FastifyInstance[] = [];
  afterEach(() => Promise.all(hosts.splice(0).map((host) => host.close())));

  function host(options: { trustedProxies?: string[]; issuer?: string; answer?: ProtocolResponse } = {}) {
    const seen: ProtocolRequest[] = [];
    const handler = {
      handle: (request: ProtocolRequest) => {
        seen.push(request);
        return Promise.resolve(
          options.answer ?? { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' },
        );
      },
    };
    const instance = createIssuerHost(
      handler,
      { issuer: options.issuer ?? 'http://localhost:4000', trustedProxies: options.trustedProxies ?? [] },
      { logger: pino({ level: 'silent' }), metrics: new Metrics() },
    );
    hosts.push(instance);
    return { instance, seen };
  }

  it('hands a request over undecoded', async () => {
    const { instance, seen } = host();
    await instance.inject({
      method: 'POST',
      url: '/token%2F/x?a=%20b&a=c&d',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-one': '1' },
      payload: 'scope=a%20b&code=x%2By',
    });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      path: '/token%2F/x',
      query: 'a=%20b&a=c&d',
      body: 'scope=a%20b&code=x%2By',
      headers: { 'x-one': '1' },
    });
  });

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'HEAD'])(
    'leaves the method %s to the runtime',
    async (method) => {
      const { instance, seen } = host();
      await instance.inject({ method: method as 'GET', url: '/token' });
      expect(seen[0]?.method).toBe(method);
    },
  );

  it('writes status, headers and body as they are, several cookies among them', async () => {
    const answer = { status: 303, headers: { location: '/x', 'set-cookie': ['a=1', 'b=2'] }, body: '' };
    const { instance } = host({ answer });
    const response = await instance.inject({ method: 'GET', url: '/authorize' });
    expect(response.statusCode).toBe(303);
    expect(response.headers).toMatchObject({ location: '/x', 'set-cookie': ['a=1', 'b=2'] });
  });

  it('[T-104] believes forwarded addresses from trusted proxies only', async () => {
    const headers = {
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-host': 'evil.example',
      forwarded: 'for=203.0.113.8',
    };
    const plain = host();
    await plain.instance.inject({ method: 'GET', url: '/', headers });
    expect(plain.seen[0]?.peer.address).toBe('127.0.0.1');
    const behind = host({ trustedProxies: ['127.0.0.0/8'] });
    await behind.instance.inject({ method: 'GET', url: '/', headers });
    expect(behind.seen[0]?.peer.address).toBe('203.0.113.7');
  });

  it('[T-109] refuses what is too large before the runtime sees it', async () => {
    const { instance, seen } = host();
    const post = (payload: string) =>
      instance.inject({
        method: 'POST',
        url: '/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload,
      });
    expect((await post(`a=${'x'.repeat(64 * 1024 - 2)}`)).statusCode).toBe(200);
    expect((await post(`a=${'x'.repeat(64 * 1024)}`)).statusCode).toBe(413);
    expect((await post(Array(100).fill('a=b').join('&'))).statusCode).toBe(200);
    expect((await post(Array(101).fill('a=b').join('&'))).statusCode).toBe(400);
    expect((await instance.inject({ method: 'GET', url: `/authorize?${'x'.repeat(8 * 1024)}` })).statusCode).toBe(414);
    expect(seen).toHaveLength(2);
  });

  it('[T-018] says on https that it is to be reached by https alone', async () => {
    const secure = await host({ issuer: 'https://as.example' }).instance.inject({ method: 'GET', url: '/' });
    expect(secure.headers['strict-transport-security']).toBe('max-age=31536000');
    const local = await host().instance.inject({ method: 'GET', url: '/' });
    expect(local.headers).not.toHaveProperty('strict-transport-security');
  });
});
