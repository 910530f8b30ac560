import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient, aWebClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

const callback = 'https://app.example.com/callback';

describe.each(dialects)('a receipt, on %s', (dialect) => {
  it('is there as soon as the refusal is answered, however long the store takes', async () => {
    const server = await runningServer({ dialect });
    try {
      const { receipts } = server.storage.ports;
      const keep = receipts.keep.bind(receipts);
      receipts.keep = async (...kept) => pause(200).then(() => keep(...kept));
      const api = await server.admin();
      const refused = await server.issuer('/authorize?client_id=nobody');
      expect(await api.get(`/receipts/${refused.headers.get('x-receipt')}`)).toMatchObject({
        status: 200,
        body: { rule: 'client-is-known' },
      });
    } finally {
      await server.close();
    }
  });
});

describe.each(dialects)('the suggestion of a receipt, on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;
  let count = 0;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
  });
  afterAll(() => server.close());

  async function register(document: Record<string, unknown>): Promise<{ client_id: string; client_secret: string }> {
    const { status, body } = await api.post('/clients', { client_id: `client-${++count}`, ...document });
    expect(status).toBe(201);
    return body as never;
  }

  const asksForCode = (client_id: string, over: Record<string, string> = {}) => {
    const request = new URLSearchParams({ response_type: 'code', client_id, redirect_uri: callback, ...over });
    return server.issuer(`/authorize?${request.toString()}`);
  };
  const posts = (form: Record<string, string>) =>
    server.issuer('/token', { method: 'POST', body: new URLSearchParams(form) });

  async function suggestionOf(response: Response): Promise<unknown> {
    const code = response.headers.get('x-receipt');
    const { suggestion } = (await api.get(`/receipts/${code}`)).body;
    const listed = (await api.get('/receipts')).items.find((receipt) => receipt.code === code);
    expect(listed?.suggestion).toEqual(suggestion);
    return suggestion;
  }

  it('is a patch that the API takes', async () => {
    const { client_id } = await register(aWebClient());
    const suggestion = await suggestionOf(await asksForCode(client_id, { redirect_uri: `${callback}/` }));
    expect(suggestion).toEqual({ redirect_uris: [callback, `${callback}/`] });
    expect((await api.patch(`/clients/${client_id}`, suggestion)).status).toBe(200);
    expect((await asksForCode(client_id, { redirect_uri: `${callback}/` })).headers.get('x-receipt')).toBeNull();
  });

  it.each(['http://app.example.com/callback', 'javascript:alert(1)', 'com.example.app:/callback'])(
    'is never a redirect URI that the client may not register: %s',
    async (redirect_uri) => {
      const { client_id } = await register(aWebClient());
      expect(await suggestionOf(await asksForCode(client_id, { redirect_uri }))).toBeNull();
    },
  );

  it('never gives a public client a grant for clients that authenticate', async () => {
    const { client_id } = await register(aWebClient({ token_endpoint_auth_method: 'none' }));
    expect(await suggestionOf(await posts({ grant_type: 'client_credentials', client_id }))).toBeNull();
  });

  it('is no authentication method that the client has no keys for', async () => {
    const { client_id } = await register(aMachineClient());
    const claims = Buffer.from(JSON.stringify({ sub: client_id })).toString('base64url');
    const refused = await posts({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: `eyJhbGciOiJFUzI1NiJ9.${claims}.AA`,
    });
    expect(await suggestionOf(refused)).toBeNull();
  });

  it('adds to the lists of the client as it is when somebody reads it', async () => {
    const { client_id } = await register(aWebClient());
    const refused = await asksForCode(client_id, { redirect_uri: `${callback}/2` });
    const others = [`${callback}/3`, `${callback}/4`];
    await api.patch(`/clients/${client_id}`, { redirect_uris: others });
    expect(await suggestionOf(refused)).toEqual({ redirect_uris: [...others, `${callback}/2`] });
    await api.patch(`/clients/${client_id}`, { redirect_uris: [`${callback}/2`] });
    expect(await suggestionOf(refused)).toBeNull();
    await api.delete(`/clients/${client_id}`);
    expect(await suggestionOf(refused)).toBeNull();
  });

  it('adds scopes that exist', async () => {
    const { client_id } = await register(aWebClient({ scope: 'openid' }));
    const over = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' };
    const asking = (scope: string) => asksForCode(client_id, { ...over, scope });
    expect(await suggestionOf(await asking('openid email'))).toEqual({ scope: 'openid email' });
    expect(await suggestionOf(await asking('openid nowhere'))).toBeNull();
  });

  it('[T-002] is no way to more than whoever reads it may give', async () => {
    const owned = await register(aWebClient({ owner: 'somebody-else' }));
    const refused = await asksForCode(owned.client_id, { redirect_uri: `${callback}/` });
    const powerful = await register(aWebClient({ scope: 'openid accounts:write' }));
    const other = await asksForCode(powerful.client_id, { redirect_uri: `${callback}/` });
    const editor = await server.admin('clients:read', 'clients:write', 'clients:all');
    for (const response of [refused, other]) {
      expect(await suggestionOf(response)).not.toBeNull();
      const read = await editor.get(`/receipts/${response.headers.get('x-receipt')}`);
      expect(read.body).toMatchObject({ rule: 'redirect-uri-is-registered', suggestion: null });
    }
  });

  it('is nothing that the server sets itself', async () => {
    expect(await suggestionOf(await asksForCode('clientele-console', { redirect_uri: `${callback}/` }))).toBeNull();
  });
});
