import { describe, expect, it, vi } from 'vitest';
import { type ImaginedRequest } from './explain.js';
import { aRegisteredClient, redirectUri, serverWith, verifier } from './testing/server-with.js';

const asking = { response_type: 'code', redirect_uri: redirectUri, scope: 'openid' };

/** A server, and what it says would become of requests of the client `app`. */
async function explaining(client: Parameters<typeof aRegisteredClient>[0] = {}) {
  const world = await serverWith(aRegisteredClient(client));
  const explain = async (
    parameters: Record<string, string>,
    endpoint: ImaginedRequest['endpoint'] = 'grant_type' in parameters ? '/token' : '/authorize',
  ) => {
    const imagined = { endpoint, client_id: 'app', parameters: new URLSearchParams(parameters).toString() };
    return (await world.server.explain({ ...imagined, address: '203.0.113.9' }))!;
  };
  return { ...world, explain };
}

describe('an explanation', () => {
  it('tells every check of a request that is answered, in order', async () => {
    const { explain } = await explaining({ require_pkce: false });
    const told = await explain(asking);
    expect(told).toMatchObject({ endpoint: '/authorize', decision: 'asks_user', error: null, suggestion: null });
    expect(told.steps.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['client-is-known', 'redirect-uri-is-registered', 'response-type-is-allowed']),
    );
    expect(told.steps.every(({ holds, sentence }) => holds && sentence === null)).toBe(true);
    expect(await explain({ grant_type: 'client_credentials', scope: 'email' })).toMatchObject({ decision: 'granted' });
  });

  it('tells of a refusal what the endpoint answers, and what its receipt says', async () => {
    const { explain, send, receiptOf, authorizationUrl } = await explaining();
    const refused = await send('GET', authorizationUrl({ redirect_uri: `${redirectUri}/` }));
    const { rule, sentence, sent, registered, difference, suggestion, passed, error } = await receiptOf(refused);
    const told = await explain({ ...asking, redirect_uri: `${redirectUri}/` });
    expect(told).toMatchObject({ decision: 'refused', error, suggestion });
    expect(told.steps.at(-1)).toMatchObject({ rule, holds: false, sentence, sent, registered, difference });
    expect(told.steps.slice(0, -1).map((step) => step.rule)).toEqual(passed);
  });

  it.each([
    ['a scope that it may not have', { grant_type: 'client_credentials', scope: 'nothing' }, 'scope-is-allowed'],
    ['a grant that it does not have', { grant_type: 'agent_credentials' }, 'grant-type-is-allowed'],
    ['a code that there is not', { grant_type: 'authorization_code', code: 'x' }, 'code-is-known'],
    ['no grant', { grant_type: '' }, 'parameter-is-present'],
    ['no page', { ...asking, prompt: 'none' }, 'user-is-signed-in'],
  ])('finds %s', async (_, parameters, rule) => {
    const { explain } = await explaining();
    const { decision, steps } = await explain(parameters);
    expect([decision, steps.at(-1)]).toEqual(['refused', expect.objectContaining({ rule, holds: false })]);
  });

  it('needs no credentials, and gives a client no more than it could have with them', async () => {
    const { explain, change } = await explaining();
    change({ token_endpoint_auth_method: 'none' });
    expect((await explain({ grant_type: 'client_credentials' })).steps.at(-1)).toMatchObject({
      rule: 'grant-needs-client-authentication',
      holds: false,
    });
    change({ enabled: false });
    expect((await explain({ grant_type: 'client_credentials' })).steps.at(-1)).toMatchObject({
      rule: 'client-is-enabled',
    });
  });

  it('leaves everything as it was, also where it spends a code or a refresh token', async () => {
    const { explain, authorize, exchange, refresh, artifacts, grants, audit, receipts } = await explaining();
    const code = (await authorize()).get('code')!;
    const { refresh_token } = await exchange((await authorize()).get('code')!);
    const writes = [
      ...(['put', 'putOnce', 'take', 'increment'] as const).map((name) => vi.spyOn(artifacts, name)),
      ...(['create', 'rotate', 'renew', 'revoke', 'rememberConsent'] as const).map((name) => vi.spyOn(grants, name)),
      vi.spyOn(audit, 'record'),
      vi.spyOn(receipts, 'keep'),
    ];
    const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
    for (let time = 0; time < 2; time++) {
      expect(await explain(grant)).toMatchObject({ decision: 'granted' });
      expect(await explain({ grant_type: 'refresh_token', refresh_token })).toMatchObject({ decision: 'granted' });
      await explain(asking);
      await explain({ grant_type: 'refresh_token', refresh_token: 'x' });
    }
    for (const write of writes) expect(write).not.toHaveBeenCalled();
    expect(await exchange(code)).toHaveProperty('access_token');
    expect(await refresh(refresh_token)).toHaveProperty('access_token');
  });

  it('[T-011] has no key sign anything', async () => {
    const { explain, authorize, exchange, keys } = await explaining();
    const signed = (await keys.list()).map(({ signer }) => vi.spyOn(signer, 'sign'));
    const [code, other] = [(await authorize()).get('code')!, (await authorize()).get('code')!];
    const grant = { grant_type: 'authorization_code', redirect_uri: redirectUri, code_verifier: verifier };
    expect(await explain({ ...grant, code })).toMatchObject({ decision: 'granted' });
    for (const sign of signed) expect(sign).not.toHaveBeenCalled();
    await exchange(other);
    expect(signed.reduce((calls, sign) => calls + sign.mock.calls.length, 0)).toBe(2);
  });

  it('tells that a code or refresh token is spent, and ends nothing by that', async () => {
    const { explain, authorize, exchange, refresh } = await explaining({ refresh_token_rolling_grace_period: 0 });
    const code = (await authorize()).get('code')!;
    const { refresh_token: spent } = await exchange(code);
    const { refresh_token: current } = await refresh(spent);
    const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
    expect((await explain(grant)).steps.at(-1)).toMatchObject({ rule: 'code-is-used-once', holds: false });
    expect((await explain({ grant_type: 'refresh_token', refresh_token: spent })).steps.at(-1)).toMatchObject({
      rule: 'refresh-token-is-used-once',
      holds: false,
    });
    expect(await refresh(current)).toHaveProperty('access_token');
  });

  it('[T-080] fetches request objects for nobody without end, and takes none of the fetches of the real requests', async () => {
    const request_uri = 'https://app.example.com/requests/1';
    const { explain, fetcher, clock, send } = await explaining({
      allow_request_uri_parameter: true,
      request_uris: [request_uri],
    });
    let fetched = 0;
    fetcher.hosts.set('app.example.com', () => ({ status: ++fetched && 404, headers: {}, body: '' }));
    const told = await Promise.all(Array.from({ length: 40 }, () => explain({ request_uri })));
    expect(fetched).toBe(30);
    const held = told.filter(({ steps }) => steps.at(-1)?.sentence?.includes('try again in 60 seconds'));
    expect(held).toHaveLength(10);
    expect(held[0]).toMatchObject({ decision: 'refused', error: 'invalid_request_uri' });

    const real = `/authorize?${new URLSearchParams({ client_id: 'app', request_uri, redirect_uri: redirectUri }).toString()}`;
    await send('GET', real, { peer: '203.0.113.9' });
    expect(fetched).toBe(31);
    clock.advance(60);
    await explain({ request_uri });
    expect(fetched).toBe(32);
  });

  it('has no token, code or verifier in it', async () => {
    const { explain, authorize } = await explaining();
    const code = (await authorize()).get('code')!;
    const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
    const text = JSON.stringify(await explain(grant));
    for (const secret of [code, verifier, 'eyJ']) expect(text).not.toContain(secret);
  });

  it('is of a pushed request too, and keeps none', async () => {
    const { explain, artifacts, settings, changes } = await explaining({ require_pushed_authorization_requests: true });
    const put = vi.spyOn(artifacts, 'put');
    const pushed = { ...asking, code_challenge: verifier, code_challenge_method: 'S256' };
    expect(await explain(pushed, '/par')).toMatchObject({ endpoint: '/par', decision: 'granted', error: null });
    expect(put).not.toHaveBeenCalled();
    expect(await explain(pushed, '/authorize')).toMatchObject({ decision: 'refused' });
    const elsewhere = await explain({ ...pushed, redirect_uri: `${redirectUri}/` }, '/par');
    expect(elsewhere).toMatchObject({ decision: 'refused' });
    expect(elsewhere.steps.at(-1)).toMatchObject({ rule: 'redirect-uri-is-registered', holds: false });
    settings.change({ par_status: 'disabled' });
    changes.emit({ kind: 'server' });
    expect((await explain(pushed, '/par')).steps.at(-1)).toMatchObject({ holds: false, rule: 'request-may-be-pushed' });
  });

  it('is there for clients that are known alone', async () => {
    const { server } = await explaining();
    const imagined = { endpoint: '/token', client_id: 'nobody', parameters: '', address: '203.0.113.9' } as const;
    expect(await server.explain(imagined)).toBeUndefined();
  });
});
