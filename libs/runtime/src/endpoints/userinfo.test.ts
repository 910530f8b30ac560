import { createPublicKey } from 'node:crypto';
import { standardResources } from '@clientele/client-schema';
import { type JSONWebKeySet, createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, issuer, serverWith, type World } from '../testing/server-with.js';

function ask({ send }: World, token?: string, over: { method?: string; body?: string; query?: string } = {}) {
  return send(over.method ?? 'GET', `/userinfo${over.query ?? ''}`, {
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(over.body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(over.body !== undefined && { body: over.body }),
  });
}

describe('userinfo', () => {
  it('tells what the granted scopes stand for, and always the sub', async () => {
    const world = await serverWith();
    const { access_token } = await world.tokens({ scope: 'openid email' });
    const response = await ask(world, access_token);
    expect(response).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(JSON.parse(response.body)).toEqual({ sub: 'a11ce', email: 'alice@example.com', email_verified: true });
    const plain = await world.tokens({ scope: 'openid' });
    expect(JSON.parse((await ask(world, plain.access_token)).body)).toEqual({ sub: 'a11ce' });
  });

  it('[userinfo_signed_response_alg] is a JWT for the client, signed as it wants, and no ID token', async () => {
    const world = await serverWith();
    const { access_token } = await world.tokens({ scope: 'openid email' });
    const jwks = createLocalJWKSet(JSON.parse((await world.send('GET', '/jwks')).body) as JSONWebKeySet);
    for (const alg of ['ES256', 'PS384'] as const) {
      world.change({ userinfo_signed_response_alg: alg });
      const { headers, body } = await ask(world, access_token);
      expect(headers).toMatchObject({ 'content-type': 'application/jwt', 'cache-control': 'no-store' });
      const { payload, protectedHeader } = await jwtVerify(body, jwks, { issuer, audience: 'app' });
      expect(protectedHeader.alg).toBe(alg);
      expect(payload).toEqual({
        iss: issuer,
        aud: 'app',
        sub: 'a11ce',
        email: 'alice@example.com',
        email_verified: true,
      });
      const hinted = await world.browser.open(world.authorizationUrl({ id_token_hint: body }));
      expect(String(hinted.headers['location'])).toContain('error=invalid_request');
    }
  });

  it('[userinfo_token_issuer_id] is made as its issuer says: with its keys and claims, and for as long', async () => {
    const world = await serverWith(
      aRegisteredClient({ userinfo_signed_response_alg: 'ES256', userinfo_token_issuer_id: 'partners' }),
    );
    const own = await world.keys.generate('ES256', { pair: 'partners' });
    const issued = { id: 'partners', name: 'Partners', purpose: 'userinfo', ttl: 60 } as const;
    const [mapper] = standardResources.claims_mappers;
    world.settings.records.claims_mappers = [mapper!, { ...mapper!, id: 'few', userinfo: ['email_verified'] }];
    world.settings.records.token_issuers = [{ ...issued, key_pair_id: 'partners', claims_mapper_id: 'few' }];
    world.changes.emit({ kind: 'keys' });
    world.changes.emit({ kind: 'server' });
    const { access_token } = await world.tokens({ scope: 'openid email' });
    const key = createPublicKey({ key: own.public_jwk, format: 'jwk' });
    const iat = world.clock.now();
    const currentDate = new Date(iat * 1000);
    const { body } = await ask(world, access_token);
    const { payload, protectedHeader } = await jwtVerify(body, key, { issuer, audience: 'app', currentDate });
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: own.kid });
    expect(payload).toEqual({ iss: issuer, aud: 'app', sub: 'a11ce', email_verified: true, iat, exp: iat + 60 });
    const hinted = await world.browser.open(world.authorizationUrl({ id_token_hint: body }));
    expect(String(hinted.headers['location'])).toContain('error=invalid_request');

    world.settings.records.token_issuers = [{ ...issued, key_pair_id: null, claims_mapper_id: null, ttl: 90 }];
    world.changes.emit({ kind: 'server' });
    const jwks = createLocalJWKSet(JSON.parse((await world.send('GET', '/jwks')).body) as JSONWebKeySet);
    const usual = await jwtVerify((await ask(world, access_token)).body, jwks, { currentDate });
    expect(usual.protectedHeader.kid).not.toBe(own.kid);
    expect(usual.payload).toMatchObject({ email: 'alice@example.com', exp: iat + 90 });
  });

  it('[userinfo_signed_response_alg] says that the server cannot sign when its key has gone', async () => {
    const world = await serverWith(aRegisteredClient({ userinfo_signed_response_alg: 'ES384' }));
    const { access_token } = await world.tokens();
    expect((await ask(world, access_token)).status).toBe(503);
  });

  it('takes a POST, with the token in the header or in the form', async () => {
    const world = await serverWith();
    const { access_token } = await world.tokens();
    expect((await ask(world, access_token, { method: 'POST' })).status).toBe(200);
    expect((await ask(world, undefined, { method: 'POST', body: `access_token=${access_token}` })).status).toBe(200);
  });

  it('takes the scheme in any case', async () => {
    const world = await serverWith();
    const { access_token } = await world.tokens();
    for (const scheme of ['bearer', 'BEARER', 'Bearer ']) {
      const headers = { authorization: `${scheme} ${access_token}` };
      expect((await world.send('GET', '/userinfo', { headers })).status).toBe(200);
    }
  });

  it('[T-091] asks for a token without naming an error when there is none', async () => {
    const world = await serverWith();
    const { access_token } = await world.tokens();
    const asked = [
      ask(world),
      ask(world, undefined, { query: `?access_token=${access_token}` }),
      ask(world, undefined, { method: 'POST' }),
      world.send('GET', '/userinfo', { headers: { authorization: world.basic } }),
      world.send('GET', '/userinfo', { headers: { authorization: [`Bearer ${access_token}`, 'Bearer x'] } }),
    ];
    for (const { status, headers } of await Promise.all(asked)) {
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toMatch(/^Bearer realm="https:\/\/as\.example", DPoP algs="[^"]+"$/);
    }
  });

  it('refuses a token that is sent in two ways, or twice', async () => {
    const world = await serverWith();
    const { access_token } = await world.tokens();
    const twice = [
      ask(world, access_token, { method: 'POST', body: `access_token=${access_token}` }),
      ask(world, undefined, { method: 'POST', body: `access_token=${access_token}&access_token=${access_token}` }),
    ];
    for (const { status, headers, body } of await Promise.all(twice)) {
      expect({ status, ...(JSON.parse(body) as object) }).toMatchObject({ status: 400, error: 'invalid_request' });
      expect(headers['www-authenticate']).toMatch(/^Bearer realm="[^"]+", error="invalid_request"/);
    }
    // What else a body says is nobody's business here.
    const { status } = await world.send('POST', '/userinfo', {
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(status).toBe(200);
  });

  it('[T-091] refuses a token that is unknown, expired, revoked, or of another kind', async () => {
    const world = await serverWith();
    const { access_token, refresh_token, id_token } = await world.tokens();
    const revoked = (await world.tokens()).access_token;
    await world.asClient('/revoke', { token: revoked });
    const wrong = ['x', revoked, refresh_token, id_token, `${access_token}x`, access_token.slice(0, -4)];
    const expectRefusal = async (token: string, form = false) => {
      const body = `access_token=${encodeURIComponent(token)}`;
      const response = await (form ? ask(world, undefined, { method: 'POST', body }) : ask(world, token));
      expect(response.status).toBe(401);
      expect(response.headers['www-authenticate']).toMatch(/^Bearer realm="[^"]+", error="invalid_token"/);
      expect(response.body).not.toContain('a11ce');
    };
    for (const token of wrong) {
      await expectRefusal(token);
      await expectRefusal(token, true);
    }
    world.clock.advance(300);
    await expectRefusal(access_token);
  });

  it('[T-091] needs the scope openid', async () => {
    const world = await serverWith();
    const { access_token } = await world.tokens({ scope: 'email' });
    const response = await ask(world, access_token);
    expect(response.status).toBe(403);
    expect(response.headers['www-authenticate']).toContain('error="insufficient_scope"');
  });

  it('tells nothing to a client that is named like a user', async () => {
    const world = await serverWith(aRegisteredClient({ client_id: 'a11ce', grant_types: ['client_credentials'] }));
    const { access_token } = await world.token({ grant_type: 'client_credentials', scope: 'openid email' });
    const response = await ask(world, access_token);
    expect(response.status).toBe(403);
    expect(response.body).not.toContain('alice@example.com');
  });

  it('[enabled] [T-051] ends with the account, the client and the grant', async () => {
    const world = await serverWith();
    const { access_token, refresh_token } = await world.tokens();
    world.accounts.add({ ...world.alice, enabled: false }, 'correct horse');
    expect((await ask(world, access_token)).status).toBe(401);
    world.accounts.add(world.alice, 'correct horse');
    expect((await ask(world, access_token)).status).toBe(200);
    world.change({ enabled: false });
    expect((await ask(world, access_token)).status).toBe(401);
    world.change({ enabled: true });
    await world.asClient('/revoke', { token: refresh_token });
    expect((await ask(world, access_token)).status).toBe(401);
  });

  it('[T-005] copies claims as they are, whatever they are called', async () => {
    const world = await serverWith();
    const claims = JSON.parse(
      '{"__proto__":{"polluted":true},"constructor":1,"sub":"mallory","name":"Alice"}',
    ) as object;
    world.accounts.add({ ...world.alice, claims: { ...claims } }, 'correct horse');
    const named = { description: null, kind: 'common', dynamic: false, audience: null, roles: [] } as const;
    world.settings.records.scopes = [
      ...standardResources.scopes,
      { ...named, name: 'odd', claims: ['__proto__', 'constructor', 'sub'] },
    ];
    world.changes.emit({ kind: 'server' });
    const { access_token } = await world.tokens({ scope: 'openid odd' });
    const answer = JSON.parse((await ask(world, access_token)).body) as Record<string, unknown>;
    expect(answer).toMatchObject({ sub: 'a11ce', constructor: 1 });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('[T-013] is read by GET and POST alone', async () => {
    const { send } = await serverWith();
    for (const method of ['HEAD', 'PUT', 'DELETE']) {
      expect(await send(method, '/userinfo')).toMatchObject({ status: 405, headers: { allow: 'GET, POST, OPTIONS' } });
    }
  });
});
