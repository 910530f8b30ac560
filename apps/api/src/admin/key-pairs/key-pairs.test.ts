import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient, aWebClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

interface Key {
  readonly kid: string;
  readonly state: string;
  readonly jwk: Record<string, unknown>;
  readonly did: string;
}

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** The header of a JWT. */
function headerOf(token: string): { alg: string; kid: string } {
  return JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { alg: string; kid: string };
}

describe.each(dialects)('key pairs on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;

  beforeAll(async () => {
    server = await runningServer({ dialect });
    api = await server.admin();
  });
  afterAll(() => server.close());

  const keysOf = async (id: string) => (await api.get(`/key-pairs/${id}/keys`)).body['items'] as Key[];
  const published = async () => ((await (await server.issuer('/jwks')).json()) as { keys: Key[] }).keys;
  const rotated = async (id: string, body?: object) => {
    const answer = await api.post(`/key-pairs/${id}/keys`, body ?? {});
    expect(answer.status, answer.text).toBe(201);
    return answer.body as unknown as Key;
  };

  it.each([
    ['rsa', { modulus_size: 3072 }, 'PS512'],
    ['ec', { curve: 'P-384' }, 'ES384'],
    ['ec', { curve: 'P-521' }, 'ES512'],
    ['okp', { curve: 'Ed25519' }, 'Ed25519'],
  ])('make keys of type %s (%j), which sign and are published', async (type, parameters, alg) => {
    const id = `of-${alg.toLowerCase()}`;
    const created = await api.post('/key-pairs', { id, name: 'Of one kind', type, ...parameters });
    expect(created.status, created.text).toBe(201);
    const [key, ...others] = await keysOf(id);
    expect(others).toEqual([]);
    expect(key).toMatchObject({ generation: 1, state: 'active', until: null });
    for (const member of privateMembers) expect(key!.jwk).not.toHaveProperty(member);
    expect((await published()).map(({ kid }) => kid)).toContain(key!.kid);
    const { kid: _, use: __, ...required } = key!.jwk;
    const encoded = key!.did.replace('did:jwk:', '');
    expect(JSON.parse(Buffer.from(encoded, 'base64url').toString())).toEqual(required);

    const manager = { id: `signed-${alg.toLowerCase()}`, name: 'x', signing_alg: alg };
    expect((await api.post('/access-token-managers', manager)).status).toBe(201);
    const client = await api.post(
      '/clients',
      aMachineClient({ default_access_token_manager_id: manager.id, grant_types: ['client_credentials'] }),
    );
    expect(client.status, client.text).toBe(201);
    const token = await server.token(client.body as { client_id: string; client_secret: string });
    expect(headerOf(token)).toMatchObject({ alg });
    expect((await published()).map(({ kid }) => kid)).toContain(headerOf(token).kid);
  });

  it.each([
    ['rsa', { modulus_size: 2048 }, 'RSA-OAEP-256'],
    ['ec', { curve: 'P-384' }, 'ECDH-ES+A128KW'],
  ])('make keys of type %s that are encrypted to, which clients may then use', async (type, parameters, alg) => {
    const id = `enc-${type}`;
    const client = aWebClient({ request_object_encryption_alg: alg });
    const early = await api.post('/clients', client);
    expect([early.status, early.text]).toEqual([422, expect.stringContaining('request-object-encryption-has-a-key')]);
    const pair = { id, name: 'For requests', use: 'enc', type, ...parameters };
    const created = await api.post('/key-pairs', pair);
    expect(created.status, created.text).toBe(201);
    const [key] = await keysOf(id);
    expect(key).toMatchObject({ jwk: { use: 'enc' }, algs: expect.arrayContaining([alg]) as string[] });
    for (const member of privateMembers) expect(key!.jwk).not.toHaveProperty(member);
    expect(await published()).toContainEqual(key!.jwk);
    expect((await api.post('/clients', client)).status).toBe(201);
    // Clients would have nothing to encrypt to, and nothing is signed with it.
    expect((await api.delete(`/key-pairs/${id}`)).status).toBe(409);
    const signing = await api.post('/clients', aWebClient({ key_pair_id: id }));
    expect([signing.status, signing.text]).toEqual([422, expect.stringContaining('must be a key pair that signs')]);
  });

  it.each([
    [{ type: 'okp', curve: 'Ed25519' }, '/type'],
    [{ type: 'ec', curve: 'P-256', adapter_id: 'vault' }, '/adapter_id'],
  ])('are for encryption only where keys can be: not with %o', async (members, pointer) => {
    const refused = await api.post('/key-pairs', { id: 'unfit', name: 'Unfit', use: 'enc', ...members });
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining(pointer)]);
  });

  it('[T-107] rotate: the next key is published before it signs', async () => {
    await api.post('/key-pairs', { id: 'turning', name: 'Turning', type: 'ec', curve: 'P-256' });
    const [first] = await keysOf('turning');
    const next = await rotated('turning');
    expect(next).toMatchObject({ generation: 2, state: 'pending' });
    expect((await keysOf('turning')).map(({ state }) => state)).toEqual(['active', 'pending']);
    const kids = (await published()).map(({ kid }) => kid);
    expect(kids).toEqual(expect.arrayContaining([first!.kid, next.kid]));
  });

  it('[T-107] rotate at once where a key has leaked, and withdraw it', async () => {
    await api.post('/key-pairs', { id: 'leaked', name: 'Leaked', type: 'ec', curve: 'P-256' });
    const [first] = await keysOf('leaked');
    expect((await api.delete(`/key-pairs/leaked/keys/${first!.kid}`)).status).toBe(409);
    expect(await rotated('leaked', { at_once: true })).toMatchObject({ state: 'active' });
    expect((await api.delete(`/key-pairs/leaked/keys/${first!.kid}`)).status).toBe(204);
    expect((await published()).map(({ kid }) => kid)).not.toContain(first!.kid);
    expect((await keysOf('leaked')).map(({ state }) => state)).toEqual(['retired', 'active']);
    expect((await api.delete(`/key-pairs/leaked/keys/${first!.kid}`)).status).toBe(404);
  });

  it('keep what their keys are', async () => {
    await api.post('/key-pairs', { id: 'kept', name: 'Kept', type: 'ec', curve: 'P-256' });
    const answer = await api.patch('/key-pairs/kept', { curve: 'P-384' });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer: '/curve', rule: 'create-only' }]);
    expect((await api.patch('/key-pairs/kept', { name: 'Still kept' })).status).toBe(200);
  });

  it.each([
    [{ type: 'ec' }, '/curve'],
    [{ type: 'rsa', curve: 'P-256' }, '/curve'],
    [{ type: 'okp', curve: 'P-256' }, '/curve'],
    [{ type: 'rsa', modulus_size: 1024 }, '/modulus_size'],
  ])('are refused when their parameters do not fit: %j', async (members, pointer) => {
    const answer = await api.post('/key-pairs', { id: 'unfit', name: 'Unfit', ...members });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer }]);
    expect((await api.get('/key-pairs/unfit/keys')).status).toBe(404);
  });

  it('go with their keys, but not while anything needs them', async () => {
    await api.post('/key-pairs', { id: 'leaving', name: 'Leaving', type: 'ec', curve: 'P-256' });
    const [key] = await keysOf('leaving');
    const client = aWebClient({ client_id: 'signed', key_pair_id: 'leaving' });
    expect((await api.post('/clients', client)).body).toMatchObject({ id_token_signed_response_alg: 'ES256' });
    expect((await api.delete('/key-pairs/leaving')).status).toBe(409);
    await api.delete('/clients/signed?purge=true');
    expect((await api.delete('/key-pairs/leaving')).status).toBe(204);
    expect((await published()).map(({ kid }) => kid)).not.toContain(key!.kid);
    // No client names it, but nothing else makes these signatures.
    const needed = await api.delete('/key-pairs/of-es512');
    expect(needed.status).toBe(409);
    expect(needed.body.detail).toContain('signed-es512');
  });

  it('[T-002] are rotated with the scope keys:write alone', async () => {
    const other = await server.admin('settings:write', 'settings:read');
    expect((await other.post('/key-pairs/es256/keys', {})).status).toBe(403);
    expect((await other.post('/key-pairs', { id: 'x', name: 'x' })).status).toBe(403);
    expect((await other.get('/key-pairs/es256/keys')).status).toBe(200);
    const keeper = await server.admin('keys:write');
    expect((await keeper.post('/key-pairs/es256/keys', { unheard_of: 1 })).status).toBe(400);
    expect((await keeper.post('/key-pairs/none/keys', {})).status).toBe(404);
  });

  it('[T-106] have private halves that are sealed, and in no answer and no log', async () => {
    await rotated('es256');
    const shown = JSON.stringify([await keysOf('es256'), await keysOf('rs256'), await published()]);
    for (const member of privateMembers) expect(shown).not.toContain(`"${member}":`);
    expect(server.log()).not.toContain('sealed');
  });
});
