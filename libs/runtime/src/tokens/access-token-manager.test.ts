import { type AccessTokenManager, standardResources } from '@clientele/client-schema';
import { completeRecord } from '@clientele/client-schema/resource';
import { AccessTokenManagerMembers } from '@clientele/client-schema/resources/access-token-managers';
import { aScope } from '@clientele/client-schema/testing';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, secret, serverWith } from '../testing/server-with.js';
import { parseJwt, signJwt } from './jwt.js';

const api = 'https://payments.example.com';

function aManager(members: Partial<AccessTokenManagerMembers> & { id: string }): AccessTokenManager {
  return completeRecord(AccessTokenManagerMembers, { name: members.id, signing_alg: 'ES256', ...members });
}

/** A server whose client may ask for `pay`, a scope of the payment API. */
async function paying(client: Parameters<typeof aRegisteredClient>[0], ...managers: readonly AccessTokenManager[]) {
  const world = await serverWith(aRegisteredClient(client));
  world.settings.records.scopes = [...standardResources.scopes, aScope({ name: 'pay', audience: api })];
  world.settings.records.access_token_managers = [...standardResources.access_token_managers, ...managers];
  const ask = (over: Record<string, string> = {}) => world.token({ grant_type: 'client_credentials', ...over });
  return { ...world, ask };
}

const claimsIn = (token: string) => parseJwt(token)!.claims;

describe('access token managers', () => {
  it('[default_access_token_manager_id] the client’s makes its tokens', async () => {
    const { ask } = await paying(
      { default_access_token_manager_id: 'short' },
      aManager({ id: 'short', access_token_ttl: 30 }),
    );
    expect(await ask()).toMatchObject({ expires_in: 30 });
    const opaque = await paying({ default_access_token_manager_id: 'opaque' });
    expect((await opaque.ask()).access_token).not.toContain('.');
  });

  it('[access_token_ttl] the client’s own lifetime goes before the manager’s, and that before the server’s', async () => {
    const manager = aManager({ id: 'short', access_token_ttl: 30 });
    const own = await paying({ default_access_token_manager_id: 'short', access_token_ttl: 60 }, manager);
    expect(await own.ask()).toMatchObject({ expires_in: 60 });
    const inherited = await paying({}, manager);
    expect(await inherited.ask()).toMatchObject({ expires_in: 300 });
  });

  it('never let a token outlive the server’s maximum, lowered though it be since', async () => {
    const { ask, settings } = await paying(
      { default_access_token_manager_id: 'long' },
      aManager({ id: 'long', access_token_ttl: 3600 }),
    );
    settings.change({ max_access_token_ttl: 20 });
    expect(await ask()).toMatchObject({ expires_in: 20 });
  });

  it('add whom every token is for', async () => {
    const { ask } = await paying(
      { default_access_token_manager_id: 'gateway' },
      aManager({ id: 'gateway', audience: ['https://gateway.example.com'] }),
    );
    expect(claimsIn((await ask()).access_token)).toMatchObject({ aud: 'https://gateway.example.com' });
    expect(claimsIn((await ask({ scope: 'pay' })).access_token)).toMatchObject({
      aud: [api, 'https://gateway.example.com'],
    });
  });

  it('[restrict_to_default_access_token_manager] an API has its own kind of token, unless the client never has another', async () => {
    const ofApi = aManager({ id: 'of-api', format: 'opaque', signing_alg: null, resource_uris: [api] });
    const free = await paying({}, ofApi);
    expect((await free.ask({ scope: 'pay' })).access_token).not.toContain('.');
    expect((await free.ask()).access_token).toContain('.');
    const restricted = await paying({ restrict_to_default_access_token_manager: true }, ofApi);
    expect((await restricted.ask({ scope: 'pay' })).access_token).toContain('.');
    expect(await restricted.ask({ access_token_manager_id: 'opaque' })).toMatchObject({ error: 'invalid_request' });
    expect((await free.ask({ access_token_manager_id: 'opaque' })).access_token).not.toContain('.');
  });

  it('are for certain clients only where they say so', async () => {
    const ofOthers = aManager({
      id: 'of-others',
      access_token_ttl: 7,
      restrict_clients: true,
      allowed_clients: ['other'],
    });
    const { ask, asClient, receiptOf } = await paying({}, { ...ofOthers, resource_uris: [api] });
    expect(await ask({ scope: 'pay' })).toMatchObject({ expires_in: 300 });
    const refused = await asClient('/token', {
      grant_type: 'client_credentials',
      access_token_manager_id: 'of-others',
    });
    expect(refused.status).toBe(400);
    expect(await receiptOf(refused)).toMatchObject({ rule: 'access-token-manager-is-allowed', sent: 'of-others' });
    const listed = await paying({ client_id: 'other' }, ofOthers);
    expect(await listed.ask({ access_token_manager_id: 'of-others' })).toMatchObject({ expires_in: 7 });
  });

  it('tell of the user what the APIs have been promised, in the token and at introspection', async () => {
    const manager = aManager({ id: 'promising', claims: ['email', 'shoe_size'] });
    const { tokens, introspect, ask } = await paying(
      { default_access_token_manager_id: 'promising', allow_token_introspection: true },
      manager,
    );
    const { access_token } = await tokens();
    expect(claimsIn(access_token)).toMatchObject({ email: 'alice@example.com' });
    expect(claimsIn(access_token)).not.toHaveProperty('shoe_size');
    expect(await introspect(access_token)).toMatchObject({ active: true, email: 'alice@example.com' });
    expect(claimsIn((await ask()).access_token)).not.toHaveProperty('email');
  });

  describe('at introspection', () => {
    /** A world in which `token` is one of `manager`, and an API asks for it as it is registered. */
    async function asking(manager: string, document: Parameters<typeof aRegisteredClient>[0] = {}) {
      const world = await paying(
        { allow_token_introspection: true, ...document },
        aManager({ id: 'gateway', signing_alg: 'RS256', resource_uris: [api], audience: [api] }),
        aManager({ id: 'closed', format: 'opaque', signing_alg: null, restrict_clients: true }),
      );
      const other = aRegisteredClient({ client_id: 'other', default_access_token_manager_id: manager });
      world.clients.put(other);
      const headers = { authorization: world.basic.replace(/ .*/, ` ${btoa(`other:${secret}`)}`) };
      const form = { grant_type: 'client_credentials' };
      const answer = await world.post('/token', form, headers);
      const { access_token: token } = JSON.parse(answer.body) as { access_token: string };
      const ask = async (parameters: Record<string, string> = {}) => {
        const { body } = await world.asClient('/introspect', { token, ...parameters });
        const { active, error } = JSON.parse(body) as { active?: boolean; error?: string };
        return active ?? error;
      };
      return { ...world, ask };
    }

    it('[validate_against_all_access_token_managers] an API is told of its own kind of token, or of all', async () => {
      for (const manager of ['opaque', 'jwt-rs256']) {
        const { ask, change } = await asking(manager);
        expect(await ask()).toBe(false);
        expect(await ask({ access_token_manager_id: manager })).toBe(true);
        change({ validate_against_all_access_token_managers: true });
        expect(await ask()).toBe(true);
        expect(await ask({ access_token_manager_id: 'jwt' })).toBe(false);
        change({ default_access_token_manager_id: manager, validate_against_all_access_token_managers: false });
        expect(await ask()).toBe(true);
      }
    });

    it('a token stands whatever becomes of the manager that made it', async () => {
      const { ask, settings, changes } = await asking('jwt');
      const managers = standardResources.access_token_managers;
      const opaque = { format: 'opaque', signing_alg: null } as const;
      for (const members of [{ audience: [api] }, { signing_alg: 'RS256' }, opaque] as Partial<AccessTokenManager>[]) {
        settings.records.access_token_managers = managers.map((made) =>
          made.id === 'jwt' ? { ...made, ...members } : made,
        );
        changes.emit({ kind: 'server' });
        expect(await ask()).toBe(true);
      }
    });

    it('a JWT that names no manager is of each that could have made it', async () => {
      const { ask, keys, changes, token } = await asking('jwt');
      const { mgr, ...claims } = claimsIn((await token({ grant_type: 'client_credentials' })).access_token);
      expect(mgr).toBe('jwt');
      const key = await keys.generate('ES256');
      changes.emit({ kind: 'keys' });
      const early = await signJwt(key, 'ES256', 'at+jwt', claims);
      expect(await ask({ token: early })).toBe(true);
      expect(await ask({ token: early, access_token_manager_id: 'jwt-rs256' })).toBe(false);
    });

    it('an API names the manager by its id, or by the address of an API', async () => {
      const { ask, token, asClient } = await asking('jwt');
      const own = await token({ grant_type: 'client_credentials', access_token_manager_id: 'gateway' });
      const isActive = async (parameters: Record<string, string>) => {
        const { body } = await asClient('/introspect', { token: own.access_token, ...parameters });
        return (JSON.parse(body) as { active: boolean }).active;
      };
      expect(await isActive({})).toBe(false);
      expect(await isActive({ aud: api })).toBe(true);
      expect(await isActive({ access_token_manager_id: 'gateway' })).toBe(true);
      expect(await ask({ aud: api })).toBe(false);
      expect(await ask({ aud: 'https://unknown.example.com' })).toBe('invalid_request');
      // The id goes before the address.
      expect(await ask({ aud: 'https://unknown.example.com', access_token_manager_id: 'jwt' })).toBe(true);
    });

    it('an API names no manager that it may not use, and none but its own where it is restricted to that', async () => {
      const { ask, change } = await asking('jwt');
      expect(await ask()).toBe(true);
      expect(await ask({ access_token_manager_id: 'closed' })).toBe('invalid_request');
      change({ restrict_to_default_access_token_manager: true });
      expect(await ask({ access_token_manager_id: 'opaque' })).toBe('invalid_request');
      expect(await ask({ access_token_manager_id: 'jwt' })).toBe(true);
    });
  });
});
