import { type ProtocolResponse } from '@clientele/runtime';
import { aBrowser, challenge, redirectUri, verifier } from '@clientele/runtime/testing/server-with';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AdminApi, aWebClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

type Form = Record<string, string>;

describe.each(dialects)('the sign-ins of an account on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;
  let browser: ReturnType<typeof aBrowser>;
  let account: string;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
    await api.post(
      '/clients',
      aWebClient({
        client_id: 'shop',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'none',
        client_type: 'single_page_application',
        first_party: true,
      }),
    );
    const { body } = await api.post('/accounts', { username: 'alice', password: 'correct horse' });
    account = `/accounts/${String(body.sub)}`;
  });
  beforeEach(async () => {
    await api.patch(account, { enabled: true, password: 'correct horse' });
    browser = aBrowser(send, (path, form, headers = {}) =>
      send('POST', path, {
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(form).toString(),
      }),
    );
  });
  afterAll(() => server.close());

  async function send(method: string, path: string, over: { headers?: Form; body?: string } = {}) {
    const answer = await server.issuer(path, { method, ...over });
    const headers = { ...Object.fromEntries(answer.headers), 'set-cookie': answer.headers.getSetCookie() };
    return { status: answer.status, headers, body: await answer.text() } satisfies ProtocolResponse;
  }

  const authorizationUrl = (over: Form = {}) =>
    `/authorize?${new URLSearchParams({
      client_id: 'shop',
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...over,
    }).toString()}`;
  /** What the client hears; with prompt=none nobody is asked for anything. */
  const told = async (over: Form = {}) => {
    const { headers } = await (over.prompt === 'none' ? browser.open : browser.through)(authorizationUrl(over));
    return Object.fromEntries(new URL(headers['location'] as string).searchParams);
  };
  const token = async (form: Form) =>
    (
      await server.issuer('/token', { method: 'POST', body: new URLSearchParams({ client_id: 'shop', ...form }) })
    ).json() as Promise<Form>;
  const exchange = (code: string) =>
    token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier });
  const userinfo = async (access_token: string) =>
    (await server.issuer('/userinfo', { headers: { authorization: `Bearer ${access_token}` } })).status;

  it.each([
    ['another password', [{ password: 'battery staple' }]],
    ['a disabling', [{ enabled: false }]],
    ['a disabling that is taken back', [{ enabled: false }, { enabled: true }]],
  ])('are ended by %s, in every browser and with everything they gave', async (_, changes) => {
    const { code } = await told();
    const tokens = await exchange(code!);
    const { code: unspent } = await told({ prompt: 'none' });
    expect(unspent).toBeDefined();
    expect(await userinfo(tokens.access_token!)).toBe(200);

    for (const change of changes) expect((await api.patch(account, change)).status).toBe(200);

    expect(await told({ prompt: 'none' })).toMatchObject({ error: 'login_required' });
    expect((await browser.visit(authorizationUrl())).response.body).toContain('id="password"');
    expect(await userinfo(tokens.access_token!)).toBe(401);
    expect(await exchange(unspent!)).toMatchObject({ error: 'invalid_grant' });
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token! };
    expect(await token(refresh)).toMatchObject({ error: 'invalid_grant' });
    const grants = (await api.get(`/grants?sub=${account.split('/').at(-1)}`)).items;
    expect(grants.filter(({ revoked_at }) => revoked_at === null)).toEqual([]);
  });

  it('are left alone by changes of another kind', async () => {
    const { code } = await told();
    const { access_token } = await exchange(code!);
    await api.patch(account, { claims: { name: 'Alice' }, roles: ['viewer'] });
    expect(await told({ prompt: 'none' })).toHaveProperty('code');
    expect(await userinfo(access_token!)).toBe(200);
  });

  it('begin anew with the new password', async () => {
    await told();
    await api.patch(account, { password: 'battery staple' });
    await api.patch(account, { password: 'correct horse' });
    const { code } = await told();
    expect(await userinfo((await exchange(code!)).access_token!)).toBe(200);
    expect(await told({ prompt: 'none' })).toHaveProperty('code');
  });

  it('say nothing of how often they were ended', async () => {
    expect((await api.get(account)).body).not.toHaveProperty('sign_in_epoch');
  });
});
