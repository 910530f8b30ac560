import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { redirectUri } from '@clientele/runtime/testing/server-with';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient, aWebClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';
import { aUserAgent } from '../../testing/user-agent.js';

type Json = Record<string, unknown>;

const base64url = (value: Json) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe.each(dialects)('the write-only fields of a client on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
  });
  afterAll(() => server.close());

  async function created(client: Json): Promise<{ client_id: string; client_secret: string } & Json> {
    const { status, body, text } = await api.post('/clients', aMachineClient(client));
    expect(status, text).toBe(201);
    return body as { client_id: string; client_secret: string };
  }

  const change = async (client_id: string, patch: Json) => {
    const { status, body, text } = await api.patch(`/clients/${client_id}`, patch);
    expect(status, text).toBe(200);
    return body;
  };

  async function post(form: Record<string, string>): Promise<number> {
    return (await server.issuer('/token', { method: 'POST', body: new URLSearchParams(form) })).status;
  }

  /** The status of a request with an assertion that is signed with a shared key. */
  function byAssertion(client_id: string, key: string | Buffer, alg: 'HS256' | 'HS512' = 'HS256'): Promise<number> {
    const exp = Math.floor(Date.now() / 1000) + 60;
    const claims = { iss: client_id, sub: client_id, aud: server.config.issuer, exp, jti: randomUUID() };
    const input = `${base64url({ alg })}.${base64url(claims)}`;
    const signature = createHmac(alg === 'HS256' ? 'sha256' : 'sha512', key)
      .update(input)
      .digest('base64url');
    return post({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: `${input}.${signature}`,
    });
  }

  const bySecret = (client_id: string, client_secret: string) =>
    post({ grant_type: 'client_credentials', client_id, client_secret });

  it('[token_endpoint_auth_method] client_secret_jwt has a generated secret that fits every algorithm', async () => {
    const { client_id, client_secret } = await created({ token_endpoint_auth_method: 'client_secret_jwt' });
    expect(client_secret).toHaveLength(64);
    expect(await byAssertion(client_id, client_secret)).toBe(200);
    expect(await byAssertion(client_id, client_secret, 'HS512')).toBe(200);
    expect(await byAssertion(client_id, `${client_secret}x`)).toBe(401);
    const rotated = (await api.post(`/clients/${client_id}/secrets`)).body;
    expect(await byAssertion(client_id, String(rotated.client_secret))).toBe(200);
    expect(await byAssertion(client_id, client_secret)).toBe(401);
  });

  it('makes a new secret when a setting needs its value, and leaves the others in use', async () => {
    const client = await created({ token_endpoint_auth_method: 'client_secret_post' });
    const { client_id, client_secret } = client;
    const methods = { additional_token_endpoint_auth_methods: ['client_secret_jwt'] };
    const changed = await change(client_id, methods);
    expect(changed.client_secret).toHaveLength(64);
    expect(await byAssertion(client_id, String(changed.client_secret))).toBe(200);
    expect(await byAssertion(client_id, client_secret)).toBe(401);
    expect(await bySecret(client_id, client_secret)).toBe(200);
    expect(await bySecret(client_id, String(changed.client_secret))).toBe(200);
    expect(await change(client_id, { ...methods, description: 'Another change.' })).not.toHaveProperty('client_secret');
  });

  it('refuses a chosen secret that is too short for its algorithm, and makes one where the present one is', async () => {
    const chosen = 'Kd8_vNq2-Zs7Lm4Xb1TpRw6YcHj5Ge3Fu9';
    const settings = { token_endpoint_auth_method: 'client_secret_jwt', token_endpoint_auth_signing_alg: 'HS512' };
    const refused = await api.post('/clients', aMachineClient({ ...settings, client_secret: chosen }));
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ errors: [{ pointer: '/client_secret', rule: 'secret-is-long-enough' }] });
    const { client_id } = await created({
      ...settings,
      token_endpoint_auth_signing_alg: 'HS256',
      client_secret: chosen,
    });
    expect(await byAssertion(client_id, chosen)).toBe(200);
    const { client_secret } = await change(client_id, { token_endpoint_auth_signing_alg: 'HS512' });
    expect(await byAssertion(client_id, String(client_secret), 'HS512')).toBe(200);
  });

  it('[client_assertion_symmetric_key] takes the place of the secret, is never shown, and can be taken away', async () => {
    const [first, second] = [randomBytes(32), randomBytes(32)];
    const client = await created({
      token_endpoint_auth_method: 'client_secret_jwt',
      client_assertion_symmetric_key: first.toString('base64url'),
    });
    expect(client).not.toHaveProperty('client_secret');
    expect(JSON.stringify(client)).not.toContain(first.toString('base64url'));
    const { client_id } = client;
    expect(await byAssertion(client_id, first)).toBe(200);
    await change(client_id, { client_assertion_symmetric_key: second.toString('base64url') });
    expect(await byAssertion(client_id, first)).toBe(401);
    expect(await byAssertion(client_id, second)).toBe(200);
    const { client_secret } = await change(client_id, { client_assertion_symmetric_key: null });
    expect(await byAssertion(client_id, second)).toBe(401);
    expect(await byAssertion(client_id, String(client_secret))).toBe(200);
    expect(server.log()).not.toContain(second.toString('base64url'));
  });

  it('refuses a key that is no base64url, or shorter than the digest', async () => {
    const settings = { token_endpoint_auth_method: 'client_secret_jwt', token_endpoint_auth_signing_alg: 'HS384' };
    for (const key of ['k'.repeat(42), 'k+'.repeat(30), randomBytes(32).toString('base64url')]) {
      const answer = await api.post('/clients', aMachineClient({ ...settings, client_assertion_symmetric_key: key }));
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ errors: [{ pointer: '/client_assertion_symmetric_key' }] });
    }
    await created({ ...settings, client_assertion_symmetric_key: randomBytes(48).toString('base64url') });
  });

  it('[secondary_client_secret] is generated and shown once, and ends with the second method', async () => {
    const { client_id, client_secret, secondary_client_secret } = await created({
      secondary_token_endpoint_auth_method: 'client_secret_post',
      secondary_authentication_expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    });
    expect(secondary_client_secret).toHaveLength(43);
    expect(await bySecret(client_id, String(secondary_client_secret))).toBe(200);
    expect(await bySecret(client_id, client_secret)).toBe(401);
    expect((await api.get(`/clients/${client_id}`)).body).not.toHaveProperty('secondary_client_secret');
    const chosen = 'Kd8_vNq2-Zs7Lm4Xb1Tp';
    await change(client_id, { secondary_client_secret: chosen });
    expect(await bySecret(client_id, chosen)).toBe(200);
    expect(await bySecret(client_id, String(secondary_client_secret))).toBe(401);

    await change(client_id, { secondary_token_endpoint_auth_method: null });
    expect(await bySecret(client_id, chosen)).toBe(401);
    const anew = await change(client_id, { secondary_token_endpoint_auth_method: 'client_secret_post' });
    expect(await bySecret(client_id, chosen)).toBe(401);
    expect(await bySecret(client_id, String(anew.secondary_client_secret))).toBe(200);
    await expect(server.token({ client_id, client_secret })).resolves.toBeTypeOf('string');
  });

  it('[T-066] [id_token_signed_response_alg] has a secret that signs: made when HMAC is chosen, kept, and rotated', async () => {
    await api.post('/accounts', { username: 'alice', password: 'correct horse' });
    const { body } = await api.post(
      '/clients',
      aWebClient({ redirect_uris: [redirectUri], token_endpoint_auth_method: 'client_secret_post' }),
    );
    const { client_id, client_secret: hashed } = body as { client_id: string; client_secret: string };
    const agent = aUserAgent(server, client_id);
    const idToken = async (client_secret: string) =>
      (await agent.exchange((await agent.told())['code']!, { client_secret }))['id_token']!;
    /** Whether an ID token was made with a secret. */
    const isMadeWith = (token: string, key: string) => {
      const [header, claims, signature] = token.split('.');
      return createHmac('sha512', key).update(`${header}.${claims}`).digest('base64url') === signature;
    };

    const changed = await change(client_id, { id_token_signed_response_alg: 'HS512' });
    const signs = String(changed.client_secret);
    expect(signs).toHaveLength(64);
    expect(isMadeWith(await idToken(signs), signs)).toBe(true);
    // Whoever still shows a secret that is kept as a digest is answered with the one that signs.
    expect(isMadeWith(await idToken(hashed), signs)).toBe(true);
    expect(await change(client_id, { description: 'Another change.' })).not.toHaveProperty('client_secret');

    await change(client_id, { client_secret_retention_ttl: 3600 });
    const rotated = String((await api.post(`/clients/${client_id}/secrets`)).body.client_secret);
    expect(rotated).toHaveLength(64);
    expect(isMadeWith(await idToken(rotated), rotated)).toBe(true);
    expect(isMadeWith(await idToken(signs), signs)).toBe(true);
    expect(server.log()).not.toContain(rotated);
  });

  it.each([
    [{ request_object_signing_alg: 'HS512' }, 'request_object_signing_alg'],
    [{ request_object_encryption_alg: 'A128KW' }, 'request_object_encryption_alg'],
  ])('makes a secret for requests that are made with it: %o', async (change, name) => {
    const web = { grant_types: ['authorization_code'], redirect_uris: [redirectUri] };
    const { client_id } = await created({ ...web, client_type: 'web' });
    const { status, body, text } = await api.patch(`/clients/${client_id}`, change);
    expect(status, text).toBe(200);
    expect(body).toMatchObject({ ...change, client_secret: expect.any(String) as string });
    const again = await api.patch(`/clients/${client_id}`, { client_name: name });
    expect(again.body).not.toHaveProperty('client_secret');
  });

  it('refuses a chosen secret that is too short for what is signed with it', async () => {
    const web = aWebClient({
      id_token_signed_response_alg: 'HS512',
      client_secret: 'Kd8_vNq2-Zs7Lm4Xb1TpRw6YcHj5Ge3Fu9',
    });
    const refused = await api.post('/clients', web);
    expect(refused.body).toMatchObject({ status: 422, errors: [{ rule: 'secret-is-long-enough' }] });
    expect((await api.post('/clients', { ...web, id_token_signed_response_alg: 'HS256' })).status).toBe(201);
  });

  it('refuses a second way that has ended already', async () => {
    const answer = await api.post(
      '/clients',
      aMachineClient({
        secondary_token_endpoint_auth_method: 'client_secret_post',
        secondary_authentication_expires_at: '2020-01-01T00:00:00Z',
      }),
    );
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      errors: [{ pointer: '/secondary_authentication_expires_at', rule: 'second-way-ends-later' }],
    });
  });

  it('[credential_manager_id] keeps the secret elsewhere: none is made here, none is taken', async () => {
    await api.post('/credential-managers', { id: 'vault', name: 'Vault', url: 'https://vault.example.com/verify' });
    const client = await created({ credential_manager_id: 'vault' });
    expect(client).not.toHaveProperty('client_secret');
    const { client_id } = client;
    const given = await api.patch(`/clients/${client_id}`, { client_secret: 'Kd8_vNq2-Zs7Lm4Xb1Tp' });
    expect(given.body).toMatchObject({ status: 422, errors: [{ rule: 'secret-is-kept-elsewhere' }] });
    expect((await api.post(`/clients/${client_id}/secrets`)).status).toBe(409);
    expect((await change(client_id, { credential_manager_id: null })).client_secret).toHaveLength(43);
  });

  it('are not made for callers who may not handle them', async () => {
    const writer = await server.admin('clients:read', 'clients:write');
    const { client_id } = await created({});
    const refused = await writer.patch(`/clients/${client_id}`, { token_endpoint_auth_method: 'client_secret_jwt' });
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ scope: 'clients:secrets', errors: [{ pointer: '/client_secret' }] });
    expect((await api.get(`/clients/${client_id}`)).body).toMatchObject({ revision: 1 });
  });

  it('are not made for a client that has lacked one all along, because something else changes', async () => {
    const [line] = (await api.postLines('/clients', [aMachineClient({ client_id: 'without-secret' })])).lines;
    expect(line).toMatchObject({ status: 201 });
    const changed = await api.patch('/clients/without-secret', { client_name: 'Without' });
    expect(changed.status).toBe(200);
    expect(changed.body).not.toHaveProperty('client_secret');
    expect((await api.get('/clients/without-secret/secrets')).items).toEqual([]);
    expect((await api.post('/clients/without-secret/secrets')).body.client_secret).toHaveLength(43);
  });

  it('are written by callers with the scope clients:secrets alone', async () => {
    const { client_id } = await created({ token_endpoint_auth_method: 'client_secret_jwt' });
    const writer = await server.admin('clients:read', 'clients:write');
    const client_assertion_symmetric_key = randomBytes(32).toString('base64url');
    expect((await writer.patch(`/clients/${client_id}`, { client_assertion_symmetric_key })).status).toBe(403);
    expect((await writer.patch(`/clients/${client_id}`, { description: 'x' })).status).toBe(200);
    await change(client_id, { client_assertion_symmetric_key });
    expect((await writer.patch(`/clients/${client_id}`, { client_assertion_symmetric_key: null })).status).toBe(403);
  });
});
