import { createHmac, randomUUID } from 'node:crypto';
import { Controller, Get } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../../openapi.js';
import { aMachineClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { type AdminScope, adminScopeNames } from './admin-scopes.js';
import { EveryRouteHasPermission } from './permissions.js';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly scope: AdminScope | undefined;
}

/** Every operation that the OpenAPI document knows, with the scope that it says is needed. */
async function operations(): Promise<Operation[]> {
  const { paths } = (await openApiDocument()) as {
    paths: Record<string, Record<string, { security: { accessToken?: AdminScope[] }[] }>>;
  };
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { security }]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, 'unknown'),
      scope: security[0]?.accessToken?.[0],
    })),
  );
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('the guard of the admin API', () => {
  let server: RunningServer;
  let all: Operation[];
  let genuine: string;

  beforeAll(async () => {
    // Each kind of token comes from an address of its own, so that none uses up what another may fail.
    server = await runningServer({ environment: { TRUSTED_PROXIES: '127.0.0.1' } });
    all = await operations();
    genuine = await server.token(
      { client_id: 'clientele-automation', client_secret: 'aXk2-Pq9f_Lr7Tz0Wm4Yb8Nd' },
      'admin',
    );
  });
  afterAll(() => server.close());

  const call = (authorization: string | undefined, { method, path }: Operation, address: string) =>
    server.adminWith(authorization).call(method, path, method === 'GET' || method === 'DELETE' ? undefined : {}, {
      headers: { 'x-forwarded-for': address },
    });

  describe('[T-001] answers 401 on every operation', () => {
    const [header, payload] = [() => genuine.split('.')[0]!, () => genuine.split('.')[1]!];
    const kinds: readonly [string, () => string | Promise<string> | undefined][] = [
      ['no token', () => undefined],
      ['an empty one', () => 'Bearer '],
      ['nonsense', () => 'Bearer nonsense'],
      ['another scheme', () => `Basic ${genuine}`],
      ['the scheme of sender-constrained tokens', () => `DPoP ${genuine}`],
      ['two tokens', () => `Bearer ${genuine}, Bearer ${genuine}`],
      ['an altered signature', () => `Bearer ${genuine.slice(0, -4)}AAAA`],
      ['no signature', () => `Bearer ${base64url({ alg: 'none', typ: 'at+jwt' })}.${payload()}.`],
      [
        'a signature by a public value',
        () => {
          const input = `${base64url({ alg: 'HS256', typ: 'at+jwt' })}.${payload()}`;
          return `Bearer ${input}.${createHmac('sha256', server.config.issuer).update(input).digest('base64url')}`;
        },
      ],
      [
        'other claims under the signature',
        () => `Bearer ${header()}.${base64url({ scope: 'admin' })}.${genuine.split('.')[2]!}`,
      ],
      [
        'a token of an ordinary client',
        async () => {
          const api = await server.admin();
          const client = aMachineClient();
          const { body } = await api.post('/clients', client);
          return `Bearer ${await server.token(body as { client_id: string; client_secret: string })}`;
        },
      ],
      [
        'a revoked token',
        async () => {
          const client = { client_id: 'clientele-automation', client_secret: 'aXk2-Pq9f_Lr7Tz0Wm4Yb8Nd' };
          const token = await server.token(client, 'admin');
          const body = new URLSearchParams({ token, ...client });
          expect((await server.issuer('/revoke', { method: 'POST', body })).status).toBe(200);
          return `Bearer ${token}`;
        },
      ],
    ];

    it.each(kinds)('with %s', async (name, make) => {
      const authorization = await make();
      const address = `192.0.2.${kinds.findIndex(([one]) => one === name)}`;
      for (const operation of all.filter(({ scope }) => scope)) {
        const answer = await call(authorization, operation, address);
        expect(answer.status, `${operation.method} ${operation.path}`).toBe(401);
        expect(answer.headers['www-authenticate']).toMatch(
          name === 'no token'
            ? /^Bearer realm="clientele", resource_metadata="[^"]+"$/
            : /^Bearer .*error="invalid_token"/,
        );
        expect(answer.body).not.toHaveProperty('client_id');
      }
    });

    it('and the issuer listener has none of them', async () => {
      for (const { method, path } of all.filter(({ scope }) => scope)) {
        const answer = await server.issuer(path, { method, headers: { authorization: `Bearer ${genuine}` } });
        // Below /clients/ it has the DID documents of clients, which are only read.
        expect(answer.status, `${method} ${path}`).toBe(path.startsWith('/clients/') && method !== 'GET' ? 405 : 404);
      }
    });
  });

  it.each(adminScopeNames)('[T-002] lets %s do what OpenAPI says it permits, and nothing else', async (scope) => {
    const api = await server.admin(scope);
    for (const operation of all.filter((one) => one.scope)) {
      const answer = await api.call(operation.method, operation.path, operation.method === 'GET' ? undefined : {});
      const permitted = scope === 'admin' || operation.scope === scope;
      const what = `${scope}: ${operation.method} ${operation.path}`;
      if (permitted) {
        expect([401, 403], what).not.toContain(answer.status);
      } else {
        expect(answer.status, what).toBe(403);
        expect(answer.body.scope).toBe(operation.scope);
        expect(answer.headers['www-authenticate']).toContain(`error="insufficient_scope", scope="${operation.scope}"`);
      }
    }
  });

  it('[T-002] stops the start when a route has no declared permission', () => {
    @Controller('open')
    class OpenController {
      @Get()
      read(): string {
        return 'everything';
      }
    }
    const discovery = { getControllers: () => [{ metatype: OpenController }] } as unknown as DiscoveryService;
    const check = new EveryRouteHasPermission(discovery, new MetadataScanner());
    expect(() => check.onModuleInit()).toThrow('OpenController.read');
  });

  describe('[T-013] is not passed by another spelling', () => {
    const spellings = [
      '/CLIENTS',
      '/Clients',
      '//clients',
      '/clients/',
      '/./clients',
      '/x/../clients',
      '/clients;a=b',
      '/%63lients',
      '/clients%2f',
      '/clients%00',
      '/clients%20',
      '/clients/clientele-automation/',
      '/clients//clientele-automation',
      '/clients/./clientele-automation',
      '/clients/%2e%2e/clients',
      '/clients\\clientele-automation',
      '/clients.json',
      '/console/../clients',
      '/console/%2e%2e/clients',
      '/docs/../clients',
    ];

    it.each(spellings)('%s', async (path) => {
      const answer = await server.adminWith(undefined).get(path);
      expect([400, 401, 404], String(answer.status)).toContain(answer.status);
      expect(answer.text).not.toContain('clientele-automation"');
    });

    it.each(['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])('or by %s', async (name) => {
      const api = await server.admin();
      const { body } = await api.post('/clients', aMachineClient({ client_id: `override-${randomUUID()}` }));
      await api.get(`/clients/${String(body.client_id)}`, { [name.toLowerCase()]: 'DELETE' });
      expect((await api.get(`/clients/${String(body.client_id)}`)).status).toBe(200);
    });

    it('or by HEAD', async () => {
      expect((await server.adminWith(undefined).call('HEAD', '/clients')).status).toBe(401);
    });
  });
});
