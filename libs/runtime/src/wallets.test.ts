import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, challenge, issuer, redirectUri, serverWith, verifier } from './testing/server-with.js';

const aDid = () => {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  return `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`;
};
const did = aDid();

/** A server whose client `app`, which has a secret, answers for wallets. */
async function servingWallets(over: Parameters<typeof aRegisteredClient>[0] = {}) {
  const world = await serverWith(
    aRegisteredClient({
      grant_types: ['authorization_code', 'agent_code', 'refresh_token', 'client_credentials', 'agent_credentials'],
      public_client_id: issuer,
      allow_token_introspection: true,
      require_pkce: false,
      ...over,
    }),
  );
  const { authorize, post } = world;
  const exchange = async (code: string, form: Record<string, string> = {}) => {
    const request = {
      grant_type: 'agent_code',
      client_id: did,
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    };
    return JSON.parse((await post('/token', { ...request, ...form })).body) as Record<string, string>;
  };
  return { ...world, exchange, codeFor: async (client_id = did) => (await authorize({ client_id })).get('code')! };
}

describe('a wallet', () => {
  it('[public_client_id] names itself by a DID, and the client whose public client ID is the issuer answers', async () => {
    const { codeFor, exchange, introspect } = await servingWallets();
    const answer = await exchange(await codeFor());
    expect(answer).toMatchObject({ agent_token: answer['access_token'], scope: 'openid' });
    // The token is the client's: nobody has proved to have the key of the DID.
    const told = await introspect(answer['access_token']!);
    expect(told).toMatchObject({ active: true, client_id: 'app', sub: 'a11ce' });
    expect(JSON.stringify(told)).not.toContain(did);
    // The ID token is for whoever asked, by the name they have for themselves.
    expect(decodeJwt(answer['id_token']!)).toMatchObject({ aud: did });
    expect(answer).not.toHaveProperty('refresh_token');
  });

  it('may name itself by a did:key', async () => {
    const client_id = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
    const { codeFor, exchange } = await servingWallets();
    expect(await exchange(await codeFor(client_id), { client_id })).toHaveProperty('access_token');
  });

  it.each([
    ['no client answers for wallets', did, { public_client_id: 'https://elsewhere.example' }, 'wallets-are-served'],
    ['the DID is of another method', 'did:web:wallet.example', {}, 'did-is-understood'],
    ['the DID is no key', 'did:key:zzz', {}, 'did-is-understood'],
  ])('is refused with invalid_client where %s', async (_, client_id, over, rule) => {
    const { post, send, authorizationUrl, receiptOf } = await servingWallets(over);
    const page = await send('GET', authorizationUrl({ client_id }));
    expect(page.status).toBe(400);
    expect(page.headers).not.toHaveProperty('location');
    expect(page.body).toContain('invalid_client');
    expect(await receiptOf(page)).toMatchObject({ rule });
    const refused = await post('/token', { grant_type: 'agent_code', client_id, code: 'x' });
    expect(refused.status).toBe(401);
    expect(JSON.parse(refused.body)).toMatchObject({ error: 'invalid_client' });
  });

  it('is answered from the moment on in which a client takes the name, and no longer than it has it', async () => {
    const { change, send, authorizationUrl } = await servingWallets({ public_client_id: undefined as never });
    const status = async () => (await send('GET', authorizationUrl({ client_id: did }))).status;
    expect(await status()).toBe(400);
    change({ public_client_id: issuer });
    expect(await status()).toBe(303);
    change({ public_client_id: issuer, enabled: false });
    expect(await status()).toBe(400);
    change({ public_client_id: 'https://elsewhere.example' });
    expect(await status()).toBe(400);
  });

  it('uses PKCE, whether the client must or not', async () => {
    const { authorize } = await servingWallets();
    const without = { client_id: did, code_challenge: '-', code_challenge_method: '-' };
    expect((await authorize(without)).get('error')).toBe('invalid_request');
    expect((await authorize({ ...without, client_id: 'app' })).get('code')).not.toBeNull();
  });

  it('is sent back to the registered addresses alone', async () => {
    const { send, authorizationUrl } = await servingWallets();
    const refused = await send('GET', authorizationUrl({ client_id: did, redirect_uri: 'https://wallet.evil/cb' }));
    expect(refused.status).toBe(400);
    expect(refused.headers).not.toHaveProperty('location');
  });

  it('[T-079] signs no request: nobody has registered its keys', async () => {
    const world = await servingWallets({ allow_unsigned_request_object: true, request_object_signing_alg: 'none' });
    world.settings.change({ request_object_allowed_algs: ['none', 'ES256'] });
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const request = `${part({ alg: 'none' })}.${part({ client_id: did, response_type: 'code', redirect_uri: redirectUri })}.`;
    const refused = await world.send('GET', world.authorizationUrl({ client_id: did, request }));
    expect(new URL(String(refused.headers['location'])).searchParams.get('error')).toBe('request_not_supported');
  });

  it('[T-028] is sent to no other address by what it pushes, which anybody could in its name', async () => {
    const world = await servingWallets({ allow_unregistered_redirect_uris: true });
    world.settings.change({ allow_per_request_redirect_uris: true });
    const pushed = await world.post('/par', {
      client_id: did,
      response_type: 'code',
      redirect_uri: 'https://evil.example/callback',
      scope: 'openid',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    expect(pushed.status).toBe(400);
    expect(JSON.parse(pushed.body)).toMatchObject({ error: 'invalid_request' });
  });

  it('asks the user each time, also for a client that need not', async () => {
    const { browser, authorizationUrl, authorize } = await servingWallets({ first_party: true, bypass_consent: true });
    await authorize();
    const { response } = await browser.visit(authorizationUrl({ client_id: did }));
    expect(response.body).toContain('id="allow"');
    expect((await browser.visit(authorizationUrl())).response.status).toBe(303);
  });

  it('exchanges its own codes, and neither those of another wallet nor those of the client', async () => {
    const { codeFor, exchange, authorize } = await servingWallets();
    const [own, others, ofClient] = [await codeFor(), await codeFor(aDid()), (await authorize()).get('code')!];
    expect(await exchange(others)).toMatchObject({ error: 'invalid_grant' });
    expect(await exchange(ofClient)).toMatchObject({ error: 'invalid_grant' });
    expect(await exchange(own)).toHaveProperty('access_token');
  });

  it('does not exchange its codes as the client either', async () => {
    const { codeFor, token } = await servingWallets();
    const form = { grant_type: 'agent_code', redirect_uri: redirectUri, code_verifier: verifier };
    expect(await token({ ...form, code: await codeFor() })).toMatchObject({ error: 'invalid_grant' });
  });

  it.each(['client_credentials', 'agent_credentials', 'refresh_token'])(
    'gets nothing by %s, which takes the client itself',
    async (grant_type) => {
      const { tokens, post, change } = await servingWallets();
      const { refresh_token } = await tokens();
      for (const confidential of [true, false]) {
        change({ confidential });
        const refused = await post('/token', { grant_type, client_id: did, refresh_token });
        expect(refused.status).toBe(400);
        expect(JSON.parse(refused.body)).toMatchObject({ error: 'unauthorized_client' });
      }
    },
  );

  it('neither introspects nor revokes', async () => {
    const { tokens, post, introspect } = await servingWallets();
    const { access_token } = await tokens();
    for (const path of ['/introspect', '/revoke']) {
      expect((await post(path, { client_id: did, token: access_token })).status).toBe(401);
    }
    expect(await introspect(access_token)).toMatchObject({ active: true });
  });

  it('presents no credentials of the client under another name', async () => {
    const { post, basic, codeFor } = await servingWallets();
    const form = {
      grant_type: 'agent_code',
      code: await codeFor(),
      redirect_uri: redirectUri,
      code_verifier: verifier,
    };
    const mixed = await post('/token', { ...form, client_id: did }, { authorization: basic });
    expect(mixed.status).toBe(401);
  });

  it('keeps nobody signed in once wallets are served no more', async () => {
    const { authorize, browser, change, authorizationUrl } = await servingWallets({
      logout_mode: 'oidc_back_channel',
      backchannel_logout_uri: 'https://app.example.com/backchannel',
    });
    await authorize({ client_id: did });
    change({ public_client_id: 'https://elsewhere.example' });
    const page = await browser.submit('/logout', await browser.open('/logout'), { action: 'sign-out' });
    expect(page.status).toBe(200);
    expect(page.body).toContain('id="signed-out"');
    const silent = await browser.open(authorizationUrl({ prompt: 'none' }));
    expect(String(silent.headers['location'])).toContain('error=login_required');
  });
});
