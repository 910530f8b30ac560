import { type ClaimsMapper, standardResources } from '@clientele/client-schema';
import { completeRecord } from '@clientele/client-schema/resource';
import { ClaimsMapperMembers } from '@clientele/client-schema/resources/claims-mappers';
import { ExtendedPropertyDefinitionMembers } from '@clientele/client-schema/resources/extended-property-definitions';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, serverWith } from '../testing/server-with.js';
import { parseJwt } from './jwt.js';

const aMapper = (members: Partial<ClaimsMapperMembers> & { id: string }): ClaimsMapper =>
  completeRecord(ClaimsMapperMembers, { name: members.id, ...members });

async function mapping(client: Parameters<typeof aRegisteredClient>[0], ...mappers: readonly ClaimsMapper[]) {
  const world = await serverWith(aRegisteredClient({ allow_token_introspection: true, ...client }));
  const { records } = world.settings;
  records.claims_mappers = [...standardResources.claims_mappers, ...mappers];
  records.extended_property_definitions = [
    completeRecord(ExtendedPropertyDefinitionMembers, { name: 'unit' }),
    completeRecord(ExtendedPropertyDefinitionMembers, { name: 'teams', multi_valued: true }),
  ];
  async function seen(scope = 'openid email') {
    const { access_token, id_token, refresh_token } = await world.tokens({ scope });
    const userinfo = await world.send('GET', '/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
    return {
      refresh_token,
      id_token: parseJwt(id_token)!.claims,
      access_token: parseJwt(access_token)!.claims,
      userinfo: JSON.parse(userinfo.body) as Record<string, unknown>,
      introspection: await world.introspect(access_token),
    };
  }
  return { ...world, seen };
}

const email = 'alice@example.com';

describe('a claims mapper', () => {
  it('[claims_mapper_id] says which claims go into tokens and answers', async () => {
    const everywhere = {
      id_token: ['email'],
      access_token: ['*'],
      introspection: ['email'],
      userinfo: ['email_verified'],
    };
    const { seen } = await mapping({ claims_mapper_id: 'everywhere' }, aMapper({ id: 'everywhere', ...everywhere }));
    const { id_token, access_token, userinfo, introspection } = await seen();
    expect(id_token).toMatchObject({ email });
    expect(id_token).not.toHaveProperty('email_verified');
    expect(access_token).toMatchObject({ email, email_verified: true, sub: 'a11ce', client_id: 'app' });
    expect(userinfo).toEqual({ sub: 'a11ce', email_verified: true });
    expect(introspection).toMatchObject({ active: true, email, email_verified: true });
  });

  it('that is the server’s own tells what the scopes stand for, at userinfo alone', async () => {
    const { id_token, access_token, userinfo, introspection } = await (await mapping({})).seen();
    expect(userinfo).toEqual({ sub: 'a11ce', email, email_verified: true });
    for (const other of [id_token, access_token, introspection]) expect(other).not.toHaveProperty('email');
  });

  it('tells of the user nothing that no granted scope stands for', async () => {
    const greedy = aMapper({ id: 'greedy', id_token: ['email', 'name'], access_token: ['name'], userinfo: ['name'] });
    const { id_token, access_token, userinfo } = await (await mapping({ claims_mapper_id: 'greedy' }, greedy)).seen();
    expect(id_token).toMatchObject({ email });
    for (const told of [id_token, access_token, userinfo]) expect(told).not.toHaveProperty('name');
  });

  it('makes a claim from another one', async () => {
    const renaming = aMapper({ id: 'renaming', id_token: ['email'], sources: { email: 'preferred_username' } });
    const { id_token } = await (await mapping({ claims_mapper_id: 'renaming' }, renaming)).seen();
    expect(id_token).toMatchObject({ email: 'alice' });
  });

  it('[oidc_policy_id] is another one for ID tokens and userinfo where the client says so', async () => {
    const { seen } = await mapping(
      { claims_mapper_id: 'of-tokens', oidc_policy_id: 'of-users' },
      aMapper({ id: 'of-tokens', access_token: ['email'], id_token: ['email_verified'] }),
      aMapper({ id: 'of-users', access_token: ['email_verified'], id_token: ['email'] }),
    );
    const { id_token, access_token } = await seen();
    expect(id_token).toMatchObject({ email });
    expect(id_token).not.toHaveProperty('email_verified');
    expect(access_token).toMatchObject({ email });
    expect(access_token).not.toHaveProperty('email_verified');
  });

  it('[software_id] [software_version] [extended_properties] tells of the client, with or without a user', async () => {
    const ofClient = aMapper({
      id: 'of-client',
      access_token: ['software', 'version', 'unit', 'teams', 'absent'],
      sources: {
        software: 'client:software_id',
        version: 'client:software_version',
        unit: 'client:unit',
        teams: 'client:teams',
        absent: 'client:constructor',
      },
    });
    const { seen, token } = await mapping(
      {
        claims_mapper_id: 'of-client',
        software_id: 'till',
        software_version: '2.4.1',
        extended_properties: { unit: ['north'], teams: ['red'] },
      },
      ofClient,
    );
    const expected = { software: 'till', version: '2.4.1', unit: 'north', teams: ['red'] };
    expect((await seen('openid')).access_token).toMatchObject(expected);
    const own = parseJwt((await token({ grant_type: 'client_credentials' })).access_token)!.claims;
    expect(own).toMatchObject(expected);
    expect(Object.keys(own)).not.toContain('absent');
  });

  it('never speaks for the server', async () => {
    // The API refuses such a mapper; a record from elsewhere does no harm either.
    const names = ['sub', 'aud', 'exp', 'scope', 'client_id', 'gid'];
    const lying = aMapper({
      id: 'lying',
      id_token: names,
      access_token: names,
      userinfo: names,
      introspection: [...names, 'active'],
      sources: Object.fromEntries([...names, 'active'].map((name) => [name, 'client:client_name'])),
    });
    const { id_token, access_token, userinfo, introspection } = await (
      await mapping({ claims_mapper_id: 'lying' }, lying)
    ).seen();
    for (const told of [id_token, access_token, userinfo, introspection]) {
      expect(told['sub']).toBe('a11ce');
      expect(Object.values(told)).not.toContain('App');
    }
  });

  it('may keep a refresh from answering with an ID token', async () => {
    const once = aMapper({ id: 'once', id_token_on_refresh: false });
    const { tokens, refresh, change, settings, changes } = await mapping({ claims_mapper_id: 'once' }, once);
    const first = await tokens({ scope: 'openid' });
    expect(first).toHaveProperty('id_token');
    const second = await refresh(first.refresh_token);
    expect(second).not.toHaveProperty('id_token');
    change({ claims_mapper_id: 'default' });
    expect(settings.records.claims_mappers).toHaveLength(2);
    changes.emit({ kind: 'server' });
    expect(await refresh(second.refresh_token)).toHaveProperty('id_token');
  });
});
