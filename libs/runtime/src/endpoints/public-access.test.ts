import { describe, expect, it } from 'vitest';
import { aRegisteredClient, redirectUri, serverWith, verifier } from '../testing/server-with.js';

const invalidClient = { status: 401, body: expect.stringContaining('"invalid_client"') as string };

describe('a client that has a secret', () => {
  it('[public_refresh_token] refreshes without it where it may, and does nothing else without it', async () => {
    const { tokens, post, change, authorize } = await serverWith();
    const { refresh_token } = await tokens();
    const refresh = () => post('/token', { client_id: 'app', grant_type: 'refresh_token', refresh_token });
    expect(await refresh()).toMatchObject(invalidClient);
    change({ public_refresh_token: true });
    expect(await refresh()).toMatchObject({ status: 200 });
    for (const grant_type of ['client_credentials', 'authorization_code']) {
      const code = (await authorize()).get('code')!;
      expect(await post('/token', { client_id: 'app', grant_type, code })).toMatchObject(invalidClient);
    }
    expect(await post('/revoke', { client_id: 'app', token: refresh_token })).toMatchObject(invalidClient);
    expect(await post('/introspect', { client_id: 'app', token: refresh_token })).toMatchObject(invalidClient);
  });

  it('[public_refresh_token] is not let in with a wrong one', async () => {
    const { tokens, post } = await serverWith(aRegisteredClient({ public_refresh_token: true }));
    const { refresh_token } = await tokens();
    const authorization = `Basic ${Buffer.from('app:wrong').toString('base64')}`;
    const refused = await post('/token', { grant_type: 'refresh_token', refresh_token }, { authorization });
    expect(refused).toMatchObject(invalidClient);
  });

  it('[confidential] off exchanges codes without it, and does nothing else without it', async () => {
    const { authorize, post, change } = await serverWith();
    const exchange = async (headers: Record<string, string> = {}) => {
      const code = (await authorize()).get('code')!;
      const form = { client_id: 'app', grant_type: 'authorization_code', code, redirect_uri: redirectUri };
      return post('/token', { ...form, code_verifier: verifier }, headers);
    };
    expect(await exchange()).toMatchObject(invalidClient);
    change({ confidential: false });
    const exchanged = await exchange();
    expect(exchanged).toMatchObject({ status: 200 });
    const { refresh_token } = JSON.parse(exchanged.body) as { refresh_token: string };
    for (const grant_type of ['client_credentials', 'refresh_token']) {
      expect(await post('/token', { client_id: 'app', grant_type, refresh_token })).toMatchObject(invalidClient);
    }
    expect(await post('/revoke', { client_id: 'app', token: refresh_token })).toMatchObject(invalidClient);
    const authorization = `Basic ${Buffer.from('app:wrong').toString('base64')}`;
    expect(await exchange({ authorization })).toMatchObject(invalidClient);
  });

  it('[public_revoke] revokes without it where it may', async () => {
    const { tokens, post, change, refresh } = await serverWith();
    const { refresh_token } = await tokens();
    const revoke = () => post('/revoke', { client_id: 'app', token: refresh_token });
    expect(await revoke()).toMatchObject(invalidClient);
    change({ public_revoke: true });
    expect(await revoke()).toMatchObject({ status: 200 });
    expect(await refresh(refresh_token)).toMatchObject({ error: 'invalid_grant' });
    const other = { client_id: 'app', grant_type: 'refresh_token', refresh_token };
    expect(await post('/token', other)).toMatchObject(invalidClient);
  });
});
