import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { type PublicJwk, algsOfKey } from '@clientele/client-schema';
import { FetchFailed, Fetcher, type Incoming, type Outgoing, didOfKey } from '@clientele/runtime';
import { verifiesWith } from '@clientele/runtime/tokens/jwt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';
import { aSignInClient, aUserAgent } from '../../testing/user-agent.js';

interface Key {
  readonly kid: string;
  readonly state: string;
  readonly jwk: PublicJwk;
  readonly adapter_id: string;
}

/** A signing service for P-256 keys, the only place that this server reaches. */
class Vault extends Fetcher {
  readonly #keys = new Map<string, KeyObject>();
  isDown = false;
  /** Until then it lets everybody wait. */
  opens = Promise.resolve();

  getJson(): Promise<never> {
    return Promise.reject(new FetchFailed('there is no such place'));
  }

  async send(url: string, { body }: Outgoing): Promise<Incoming> {
    await this.opens;
    if (this.isDown) throw new FetchFailed('it is down');
    const { pathname } = new URL(url);
    const { input } = JSON.parse(body!) as { input?: string };
    return {
      status: 200,
      headers: {},
      body: JSON.stringify(input === undefined ? this.#make() : this.#sign(pathname, input)),
    };
  }

  #make() {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const reference = String(this.#keys.size + 1);
    this.#keys.set(reference, privateKey);
    return { reference, jwk: publicKey.export({ format: 'jwk' }) };
  }

  #sign(path: string, input: string) {
    const key = this.#keys.get(path.split('/')[2]!)!;
    const signature = sign('sha256', Buffer.from(input, 'base64url'), { key, dsaEncoding: 'ieee-p1363' });
    return { signature: signature.toString('base64url') };
  }
}

describe.each(dialects)('the key pair that a client has for itself on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;
  const vault = new Vault();

  beforeAll(async () => {
    server = await runningServer({ dialect, fetcher: vault });
    api = await server.admin();
    await api.post('/accounts', { username: 'alice', password: 'correct horse' });
    await api.post('/signature-adapters', {
      id: 'vault',
      name: 'Vault',
      url: 'https://vault.example',
      key_types: ['ec'],
    });
  });
  afterAll(() => server.close());

  const keysOf = async (id: string) => (await api.get(`/clients/${id}/key-pair/keys`)).items as unknown as Key[];
  const statesOf = async (id: string) => (await keysOf(id)).map(({ state }) => state);
  const published = async () =>
    ((await (await server.issuer('/jwks')).json()) as { keys: (PublicJwk & { kid: string })[] }).keys;
  const isPublished = async (kid: string) => (await published()).some((key) => key.kid === kid);
  const eventsOf = async (id: string) =>
    (await api.get(`/events?client_id=${id}&limit=200`)).items
      .filter(({ type }) => String(type).startsWith('key.'))
      .map(({ type, target }) => [type, target]);

  async function created(client_id: string, members: object) {
    const answer = await api.post('/clients', { ...aSignInClient(client_id), ...members });
    expect(answer.status, answer.text).toBe(201);
    return answer.body;
  }

  async function changed(client_id: string, members: object) {
    const answer = await api.patch(`/clients/${client_id}`, members);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  }

  async function rotated(client_id: string, body: object = {}) {
    const answer = await api.post(`/clients/${client_id}/key-pair/keys`, body);
    expect(answer.status, answer.text).toBe(201);
    return answer.body as unknown as Key;
  }

  /** The ID token that a user gets, and its header. */
  async function idToken(client_id: string) {
    const alice = aUserAgent(server, client_id);
    const { id_token } = await alice.exchange((await alice.told()).code!);
    const header = JSON.parse(Buffer.from(id_token!.split('.')[0]!, 'base64url').toString()) as {
      alg: string;
      kid: string;
    };
    return { id_token: id_token!, ...header };
  }

  /** What the JWK Set says of the key that signs, and whether it verifies what is signed. */
  async function signingJwk(client_id: string) {
    const { id_token, alg, kid } = await idToken(client_id);
    const jwk = (await published()).find((key) => key.kid === kid)!;
    expect(await verifiesWith(id_token, createPublicKey({ key: jwk, format: 'jwk' }), [alg])).toBe(true);
    return { alg, jwk };
  }

  it.each([
    ['rsa', 'RS256', { kty: 'RSA', e: 'AQAB' }],
    ['ec', 'ES256', { kty: 'EC', crv: 'P-256' }],
    ['okp', 'EdDSA', { kty: 'OKP', crv: 'Ed25519' }],
  ])(
    '[key_pair_type] of type %s is made when the client is saved, and signs its ID tokens',
    async (type, alg, shape) => {
      const id = `of-${type}`;
      expect(await created(id, { key_pair_type: type })).toMatchObject({ id_token_signed_response_alg: alg });
      const { alg: used, jwk } = await signingJwk(id);
      expect(used).toBe(alg);
      expect(jwk).toMatchObject(shape);
      expect(await keysOf(id)).toMatchObject([{ kid: jwk.kid, generation: 1, state: 'active', until: null }]);
      expect(await eventsOf(id)).toEqual([
        ['key.activated', jwk.kid],
        ['key.created', jwk.kid],
      ]);
      // It signs for no other client.
      await created(`beside-${type}`, {});
      expect((await idToken(`beside-${type}`)).kid).not.toBe(jwk.kid);
    },
  );

  it('[key_pair_rsa_modulus_size] [key_pair_rsa_exponent] are those of the published key', async () => {
    await created('sized', { key_pair_type: 'rsa', key_pair_rsa_modulus_size: 3072, key_pair_rsa_exponent: 65_539 });
    const { jwk } = await signingJwk('sized');
    expect(Buffer.from(jwk.n!, 'base64url')).toHaveLength(384);
    expect(Buffer.from(jwk.e!, 'base64url').readUIntBE(0, 3)).toBe(65_539);
  });

  it.each([
    ['P-384', 'ES384'],
    ['P-521', 'ES512'],
  ])('[key_pair_ec_curve] %s fixes the algorithm', async (curve, alg) => {
    const id = `curve-${curve.toLowerCase()}`;
    await created(id, { key_pair_type: 'ec', key_pair_ec_curve: curve });
    expect(await signingJwk(id)).toMatchObject({ alg, jwk: { crv: curve } });
  });

  it('[id_token_kid] names the key in token headers and in the JWK Set, and another one makes the next key', async () => {
    const kid = 'did:example:shop#key-1';
    await created('named', { key_pair_type: 'ec', id_token_kid: kid });
    expect((await signingJwk('named')).jwk.kid).toBe(kid);

    const unnamed = await api.post('/clients/named/key-pair/keys', {});
    expect(unnamed.status).toBe(422);
    expect(unnamed.body.errors).toMatchObject([{ pointer: '/id_token_kid', rule: 'required' }]);
    expect(await rotated('named', { id_token_kid: 'next' })).toMatchObject({ kid: 'next', state: 'pending' });
    expect((await api.get('/clients/named')).body).toMatchObject({ id_token_kid: 'next', revision: 2 });
    await changed('named', { id_token_kid: 'third' });
    expect((await keysOf('named')).map((key) => [key.kid, key.state])).toEqual([
      [kid, 'active'],
      ['next', 'pending'],
      ['third', 'pending'],
    ]);
    expect((await idToken('named')).kid).toBe(kid);
  });

  it('[T-057] is never named as another key of this server', async () => {
    const { kid } = (await published())[0]!;
    const client = { ...aSignInClient('copy'), key_pair_type: 'ec', id_token_kid: kid };
    for (const answer of [await api.post('/clients', client), await api.post('/clients?dry_run=true', client)]) {
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toMatchObject([{ pointer: '/id_token_kid', rule: 'key-id-is-unique' }]);
    }
    await created('first-of-its-name', { key_pair_type: 'ec', id_token_kid: 'taken' });
    await created('copy', { key_pair_type: 'ec' });
    const answer = await api.post('/clients/copy/key-pair/keys', { id_token_kid: 'taken' });
    expect(answer.body.errors).toMatchObject([{ pointer: '/id_token_kid', rule: 'key-id-is-unique' }]);
    for (const id_token_kid of ['..', '/x', 'with space', ''])
      expect((await api.patch('/clients/copy', { id_token_kid })).status).toBe(422);
  });

  it('[public_key] [did] [key_pair_did_method] tell the key that signs, in PEM and as an identifier', async () => {
    const before = await created('told', { key_pair_type: 'ec' });
    const { jwk } = await signingJwk('told');
    const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'pem', type: 'spki' });
    expect(before).toMatchObject({ public_key: pem, did: didOfKey('key', jwk) });
    const asJwk = await changed('told', { key_pair_did_method: 'jwk' });
    const { kty, crv, x, y } = jwk;
    expect(JSON.parse(Buffer.from(String(asJwk.did).slice('did:jwk:'.length), 'base64url').toString())).toEqual({
      kty,
      crv,
      x,
      y,
    });
    const { did } = await changed('told', { key_pair_did_method: 'web' });
    const [, , host, ...path] = String(did).split(':');
    expect(`http://${decodeURIComponent(host!)}`).toBe(server.config.issuer);
    const document = await (await server.issuer(`/${path.join('/')}/did.json`)).json();
    expect(document).toMatchObject({ id: did, verificationMethod: [{ publicKeyJwk: { kty, crv, x, y } }] });

    // What was read can be sent, in lists and exports it is the same, and nobody can set it.
    const { body } = await api.get('/clients/told');
    expect((await api.put('/clients/told', body)).status).toBe(200);
    expect((await api.get('/clients?q=told')).items).toMatchObject([{ did, public_key: pem }]);
    const exported = await api.get('/clients?q=told', { accept: 'application/x-ndjson' });
    expect(exported.lines).toMatchObject([{ did, public_key: pem }]);
    expect((await api.patch('/clients/told', { did: 'did:key:z6Mk' })).body.errors).toMatchObject([
      { pointer: '/did', rule: 'read-only' },
    ]);
    // Of a pair that clients share it is the same; a client without any has none.
    expect(await changed('told', { key_pair_type: null, key_pair_id: 'es256' })).toMatchObject({
      public_key: expect.stringContaining('BEGIN PUBLIC KEY') as unknown,
    });
    expect(await changed('told', { key_pair_id: null })).toMatchObject({ public_key: null, did: null });
  });

  it('[T-107] rotates as a revision of its client: the next key is published before it signs', async () => {
    await created('turning', { key_pair_type: 'ec' });
    const [first] = await keysOf('turning');
    const stale = await api.post('/clients/turning/key-pair/keys', {}, { 'if-match': '"7"' });
    expect(stale.status).toBe(412);
    const answer = await api.post('/clients/turning/key-pair/keys', {}, { 'if-match': '"1"' });
    expect(answer.headers).toMatchObject({
      etag: '"2"',
      location: `/clients/turning/key-pair/keys/${String(answer.body.kid)}`,
    });
    expect(await statesOf('turning')).toEqual(['active', 'pending']);
    expect(await isPublished(String(answer.body.kid))).toBe(true);
    expect((await idToken('turning')).kid).toBe(first!.kid);
    const [newest] = (await api.get('/clients/turning/revisions')).items;
    expect(newest).toMatchObject({ revision: 2, actions: ['key.created'] });
  });

  it('[T-107] rotates at once where a key has leaked, which is then withdrawn', async () => {
    await created('leaked', { key_pair_type: 'ec' });
    const [first] = await keysOf('leaked');
    const address = `/clients/leaked/key-pair/keys/${first!.kid}`;
    expect((await api.delete(address)).status).toBe(409);
    const next = await rotated('leaked', { at_once: true });
    expect((await idToken('leaked')).kid).toBe(next.kid);
    expect(await statesOf('leaked')).toEqual(['retiring', 'active']);
    expect((await api.delete(address)).status).toBe(204);
    expect(await isPublished(first!.kid)).toBe(false);
    expect((await api.delete(address)).status).toBe(404);
    expect((await eventsOf('leaked')).toReversed()).toEqual([
      ['key.created', first!.kid],
      ['key.activated', first!.kid],
      ['key.created', next.kid],
      ['key.retiring', first!.kid],
      ['key.activated', next.kid],
      ['key.withdrawn', first!.kid],
    ]);
  });

  it('makes the next key when another kind is wanted, and keeps the one before for its verifiers', async () => {
    await created('switching', { key_pair_type: 'ec' });
    const before = await idToken('switching');
    // Another size of the same kind waits until verifiers have read it; another algorithm cannot.
    expect(await changed('switching', { key_pair_type: 'rsa' })).toMatchObject({
      id_token_signed_response_alg: 'RS256',
    });
    expect(await statesOf('switching')).toEqual(['retiring', 'active']);
    expect((await idToken('switching')).alg).toBe('RS256');
    expect(await isPublished(before.kid)).toBe(true);
    await changed('switching', { key_pair_rsa_modulus_size: 3072 });
    expect(await statesOf('switching')).toEqual(['retiring', 'active', 'pending']);
    // Saying the same again is no change.
    await changed('switching', { description: 'Another' });
    expect(await statesOf('switching')).toHaveLength(3);
  });

  it('ends when the client gives it up or is purged, and stays published for its verifiers', async () => {
    await created('leaving', { key_pair_type: 'okp' });
    const { kid } = await idToken('leaving');
    expect(await changed('leaving', { key_pair_type: null })).toMatchObject({ id_token_signed_response_alg: 'RS256' });
    expect((await idToken('leaving')).kid).not.toBe(kid);
    expect(await statesOf('leaving')).toEqual(['retiring']);
    expect(await isPublished(kid)).toBe(true);
    expect((await api.post('/clients/leaving/key-pair/keys', {})).status).toBe(409);

    await changed('leaving', { key_pair_type: 'ec' });
    const again = (await idToken('leaving')).kid;
    expect(await statesOf('leaving')).toEqual(['retiring', 'active']);
    await api.delete('/clients/leaving?purge=true');
    expect(await isPublished(again)).toBe(true);
    expect((await eventsOf('leaving')).slice(0, 2)).toEqual([
      ['key.retiring', again],
      ['key.activated', again],
    ]);
    // Who takes the name over takes no key over.
    await created('leaving', { key_pair_type: 'ec' });
    expect(await statesOf('leaving')).toEqual(['active']);
  });

  it('is not made by a dry run', async () => {
    const answer = await api.post('/clients?dry_run=true', { ...aSignInClient('tried'), key_pair_type: 'ec' });
    expect(answer.body).toMatchObject({ key_pair_type: 'ec', public_key: null, did: null });
    expect((await api.get('/clients/tried')).status).toBe(404);
    await created('tried', { key_pair_type: 'ec' });
    await api.patch('/clients/tried?dry_run=true', { key_pair_type: 'rsa' });
    expect(await statesOf('tried')).toEqual(['active']);
  });

  it('lives at a signing service where the client says so', async () => {
    await created('remote', { key_pair_type: 'ec', signatures_adapter: 'vault' });
    const { jwk } = await signingJwk('remote');
    expect(await keysOf('remote')).toMatchObject([{ kid: jwk.kid, adapter_id: 'vault', state: 'active' }]);
    expect((await api.delete('/signature-adapters/vault')).status).toBe(409);
    const unfit = await api.patch('/clients/remote', { key_pair_type: 'okp' });
    expect(unfit.body.errors).toMatchObject([{ pointer: '/key_pair_type', rule: 'own-key-pair-fits-the-adapter' }]);

    vault.isDown = true;
    try {
      const alice = aUserAgent(server, 'remote');
      const refused = await alice.exchange((await alice.told()).code!);
      expect(refused).toMatchObject({ error: 'temporarily_unavailable' });
      expect(refused).not.toHaveProperty('id_token');
      const answer = await api.post('/clients/remote/key-pair/keys', {});
      expect(answer.status).toBe(503);
      expect(answer.body.detail).toContain('vault');
      expect(await keysOf('remote')).toHaveLength(1);
    } finally {
      vault.isDown = false;
    }
    // While the vault takes its time nobody else waits, and the key is made once.
    let open = (): void => {};
    vault.opens = new Promise((resolve) => (open = resolve));
    const rotate = () => api.post('/clients/remote/key-pair/keys', {}, { 'idempotency-key': 'slow' });
    const slow = rotate();
    const quick = await api.post('/clients', aMachineClient(), { 'idempotency-key': 'quick' });
    expect(quick.status).toBe(201);
    expect(await keysOf('remote')).toHaveLength(1);
    open();
    expect((await slow).status).toBe(201);
    expect((await rotate()).body).toEqual((await slow).body);
    expect(await keysOf('remote')).toHaveLength(2);
    expect((await rotated('remote', { at_once: true })).adapter_id).toBe('vault');
    expect((await idToken('remote')).kid).not.toBe(jwk.kid);
    // A pair that clients share lives there too.
    const pair = { id: 'shared-there', name: 'x', type: 'ec', curve: 'P-256', adapter_id: 'vault' };
    expect((await api.post('/key-pairs', pair)).status).toBe(201);
    await created('sharing', { key_pair_id: 'shared-there' });
    expect(algsOfKey((await signingJwk('sharing')).jwk)).toEqual(['ES256']);
  });

  it('has a signing service alone that says where it is', async () => {
    for (const url of [undefined, null, 'https://vault.example/?tenant=1', 'http://vault.example', 'vault']) {
      const answer = await api.post('/signature-adapters', { id: 'nowhere', name: 'x', url });
      expect(answer.status, String(url)).toBe(422);
      expect(answer.body.errors).toMatchObject([{ pointer: '/url' }]);
    }
    expect((await api.patch('/signature-adapters/internal', { key_types: ['ec'] })).status).toBe(409);
    // What a client relies on is not taken from it.
    await api.post('/signature-adapters', { id: 'another', name: 'x', url: 'https://vault.example' });
    await created('relying', { key_pair_type: 'ec', signatures_adapter: 'another' });
    const narrowed = await api.patch('/signature-adapters/another', { key_types: ['rsa'] });
    expect(narrowed.status).toBe(409);
    expect(narrowed.body.detail).toContain('relying');
  });

  it('[T-002] is turned by those alone who may change its client', async () => {
    await created('governed', { key_pair_type: 'ec' });
    const viewer = await server.admin('clients:read');
    expect((await viewer.get('/clients/governed/key-pair/keys')).status).toBe(200);
    expect((await viewer.post('/clients/governed/key-pair/keys', {})).status).toBe(403);
    const editor = await server.admin('clients:write');
    expect((await editor.post('/clients/governed/key-pair/keys', { unheard_of: 1 })).status).toBe(400);
    expect((await editor.post('/clients/none/key-pair/keys', {})).status).toBe(404);
    await api.post('/clients', aMachineClient({ client_id: 'mighty', scope: 'admin' }));
    expect((await editor.post('/clients/mighty/key-pair/keys', {})).status).toBe(403);
  });

  it('[T-106] shows its private half in no answer and no log', async () => {
    await created('discreet', { key_pair_type: 'rsa' });
    const shown = [await keysOf('discreet'), (await api.get('/clients/discreet')).body, await published()];
    for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(JSON.stringify(shown)).not.toContain(`"${member}":`);
    expect(JSON.stringify(shown)).not.toContain('PRIVATE KEY');
    expect(server.log()).not.toContain('PRIVATE KEY');
  });
});
