import { standardResources } from '@clientele/client-schema';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, serverWith } from '../testing/server-with.js';

describe('client credentials grant', () => {
  it('[client_id] gives a token that speaks of the client alone', async () => {
    const { token } = await serverWith();
    const answer = await token({ grant_type: 'client_credentials', scope: 'email' });
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 300, scope: 'email' });
    expect(answer).not.toHaveProperty('refresh_token');
    expect(decodeJwt(answer.access_token)).toMatchObject({ sub: 'app', client_id: 'app', aud: 'app' });
  });

  it('[access_token_ttl] has the lifetime of the client, or else the server’s', async () => {
    const { token, change, settings, changes } = await serverWith();
    change({ access_token_ttl: 900 });
    expect(await token({ grant_type: 'client_credentials' })).toMatchObject({ expires_in: 900 });
    change({ access_token_ttl: null });
    settings.change({ access_token_ttl: 120 });
    changes.emit({ kind: 'server' });
    expect(await token({ grant_type: 'client_credentials' })).toMatchObject({ expires_in: 120 });
  });

  it('has the format of the client’s access token manager', async () => {
    const { token, change } = await serverWith();
    change({ default_access_token_manager_id: 'jwt-rs256' });
    const jwt = await token({ grant_type: 'client_credentials' });
    expect(decodeProtectedHeader(jwt.access_token)).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
    change({ default_access_token_manager_id: 'opaque', allow_token_introspection: true });
    const opaque = await token({ grant_type: 'client_credentials' });
    expect(opaque.access_token).toMatch(/^[0-9a-z]{7}[\w-]{43}$/);
  });

  it('names the APIs that its scopes belong to as the audience', async () => {
    const { token, settings, changes } = await serverWith(aRegisteredClient({ scope: 'pay ship' }));
    const api = { description: null, kind: 'exclusive', dynamic: false, claims: [], roles: [] } as const;
    settings.records.scopes = [
      ...standardResources.scopes,
      { ...api, name: 'pay', audience: 'https://pay.example' },
      { ...api, name: 'ship', audience: 'https://ship.example' },
    ];
    changes.emit({ kind: 'server' });
    const one = await token({ grant_type: 'client_credentials', scope: 'pay' });
    expect(decodeJwt(one.access_token)).toMatchObject({ aud: 'https://pay.example' });
    const both = await token({ grant_type: 'client_credentials', scope: 'pay ship' });
    expect(decodeJwt(both.access_token)).toMatchObject({ aud: ['https://pay.example', 'https://ship.example'] });
  });

  it('grants the server’s default scopes to a request that names none', async () => {
    const { token, settings, changes } = await serverWith();
    expect(await token({ grant_type: 'client_credentials' })).not.toHaveProperty('scope');
    settings.change({ default_scopes: ['email'] });
    changes.emit({ kind: 'server' });
    expect(await token({ grant_type: 'client_credentials' })).toMatchObject({ scope: 'email' });
  });

  it('[T-054] is not for public clients', async () => {
    const { asClient } = await serverWith(aRegisteredClient({ token_endpoint_auth_method: 'none' }, []));
    const answer = await asClient('/token', { grant_type: 'client_credentials' });
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body)).toMatchObject({ error: 'invalid_client' });
  });
});
