import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AdminApi, type Answer, aMachineClient, aWebClient } from '../../testing/admin-api.js';
import { SaidToBe, as } from '../../testing/callers.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';
import { grantOf } from '../../testing/grant-of.js';

const rights = ['clients:read', 'clients:write', 'clients:secrets', 'clients:purge', 'events:read', 'settings:read'];

describe.each(dialects)('clients of two owners on %s', (dialect) => {
  let server: RunningServer;
  let root: AdminApi;
  let carl: AdminApi;
  let dora: AdminApi;
  let count = 0;
  /** Ids of the same length, so that not even the size of an answer differs. */
  let theirs: string;
  let nobody: string;

  beforeAll(async () => {
    server = await runningServer({
      dialect,
      tokens: new SaidToBe(),
      environment: { CLIENT_VISIBILITY: 'owners' },
    });
    root = as(server, { sub: 'root', username: 'root' });
    carl = as(server, { sub: 'sub-of-carl', username: 'carl', scope: rights });
    dora = as(server, { sub: 'sub-of-dora', username: 'dora', scope: rights });
  });
  afterAll(() => server.close());

  beforeEach(async () => {
    count++;
    theirs = `kept-${count}`;
    nobody = `none-${count}`;
    await carl.post('/clients', aWebClient({ client_id: theirs, key_pair_type: 'ec' }));
  });

  /** What of an answer somebody could tell two clients by. */
  async function answerTo(id: string, method: string, below: string, sent?: object) {
    const { status, headers, text } = await dora.call(method, `/clients/${id}${below}`, sent);
    const { date: _date, 'x-request-id': _request, ...others } = headers;
    return { status, headers: others, text };
  }

  async function isNotThere(method: string, below: string, sent?: object): Promise<void> {
    const answer = await answerTo(theirs, method, below, sent);
    expect(answer, `${method} ${below}`).toMatchObject({ status: 404 });
    expect(answer).toEqual(await answerTo(nobody, method, below, sent));
  }

  it.each([
    ['read', 'GET', ['', '?include=effective', '?trashed=true', '?fields=client_name', '/lint']],
    ['read in its parts', 'GET', ['/secrets', '/key-pair/keys', '/revisions', '/revisions/1', '/revisions/1?since=1']],
    ['changed', 'PATCH', ['', '?dry_run=true'], { description: 'x' }],
    ['taken', 'PATCH', [''], { owner: 'sub-of-dora' }],
    ['brought back', 'POST', ['/restore', '/revisions/1/restore', '/revisions/1/restore?dry_run=true']],
    ['rotated', 'POST', ['/secrets', '/key-pair/keys'], {}],
    ['explained', 'POST', ['/explain'], { response_type: 'code' }],
    ['deleted', 'DELETE', ['', '?purge=true', '/secrets/1', '/key-pair/keys/1']],
  ] as [what: string, method: string, below: string[], sent?: object][])(
    '[T-003] another owner’s is not %s: the answer is that of one that does not exist',
    async (_, method, paths, sent) => {
      for (const below of paths) await isNotThere(method, below, sent);
      expect((await carl.get(`/clients/${theirs}`)).body).toMatchObject({ revision: 1, trashed_at: null });
    },
  );

  it('[T-003] its parts are not there by their own names either', async () => {
    const path = `/clients/${theirs}`;
    const secret = (await carl.get(`${path}/secrets`)).items[0]!.id as string;
    const key = (await carl.get(`${path}/key-pair/keys`)).items[0]!.kid as string;
    await isNotThere('DELETE', `/secrets/${secret}`);
    await isNotThere('DELETE', `/key-pair/keys/${encodeURIComponent(key)}`);
    expect((await carl.get(`${path}/secrets`)).items).toHaveLength(1);
  });

  it('[T-003] one that was deleted is not restored, and a condition on it tells nothing', async () => {
    await carl.delete(`/clients/${theirs}`);
    await isNotThere('POST', '/restore');
    await isNotThere('GET', '?trashed=true');
    expect((await dora.get('/clients?trashed=true')).items).toEqual([]);
    expect((await carl.get('/clients?trashed=true')).items.map(({ client_id }) => client_id)).toContain(theirs);
    const conditional = { 'if-match': '"1"' };
    const present = await dora.put(`/clients/${theirs}`, aMachineClient(), conditional);
    expect(present).toMatchObject({ status: 412, body: { revision: null } });
    expect(present.text).toBe((await dora.put(`/clients/${nobody}`, aMachineClient(), conditional)).text);
  });

  it('[T-003] its id is taken, whoever creates by it, and it is left as it is', async () => {
    for (const answer of [
      await dora.put(`/clients/${theirs}`, aMachineClient()),
      await dora.put(`/clients/${theirs}?dry_run=true`, aMachineClient()),
      await dora.post('/clients', { ...aMachineClient(), client_id: theirs }),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { errors: [{ pointer: '/client_id', rule: 'unique' }] } });
      expect(answer.text).not.toContain('carl');
    }
    const line = aMachineClient({ client_id: theirs });
    expect((await dora.postLines('/clients?mode=upsert', [line])).lines).toMatchObject([{ line: 1, status: 409 }]);
    expect((await carl.get(`/clients/${theirs}`)).body).toMatchObject({ revision: 1, owner: 'sub-of-carl' });
  });

  it('[T-003] lists, searches, counts and exports leave it out, and pages stay full', async () => {
    const mark = `lot-${count}-${dialect}`;
    const redirect_uris = [`https://${mark}.example.com/callback`];
    for (let n = 0; n < 3; n++) {
      await carl.post('/clients', { ...aWebClient({ redirect_uris }), keywords: [mark], client_name: `${mark} ${n}a` });
      await dora.post('/clients', { ...aWebClient({ redirect_uris }), keywords: [mark], client_name: `${mark} ${n}b` });
    }
    await root.post('/clients', { ...aWebClient(), keywords: [mark], client_name: `${mark} 1c`, owner: null });
    const own = [`${mark} 0b`, `${mark} 1b`, `${mark} 1c`, `${mark} 2b`];
    const namesOf = (items: Answer['items']) => items.map(({ client_name }) => client_name);

    const first = await dora.get(`/clients?label=${mark}&limit=2`);
    expect(first.body.total).toBe(4);
    const second = await dora.get(`/clients?label=${mark}&limit=2&after=${String(first.body.next)}`);
    expect([namesOf(first.items), namesOf(second.items), second.body.next]).toEqual([
      own.slice(0, 2),
      own.slice(2),
      null,
    ]);
    expect(namesOf((await dora.get(`/clients?q=${mark}`)).items)).toEqual(own);
    expect(
      namesOf((await dora.get('/clients?limit=200')).items.filter(({ keywords }) => String(keywords) === mark)),
    ).toEqual(own);
    const walked = [];
    for (let after = ''; ;) {
      const { items, body } = await dora.get(`/clients?limit=1&q=${mark}${after}`);
      expect(items).toHaveLength(1);
      walked.push(...namesOf(items));
      if (body.next === null) break;
      after = `&after=${body.next as string}`;
    }
    expect(walked).toEqual(own);
    const exported = await dora.get(`/clients?label=${mark}`, { accept: 'application/x-ndjson' });
    expect(exported.lines).toHaveLength(4);
    expect(exported.text).not.toContain('sub-of-carl');
    expect((await carl.get(`/clients?label=${mark}`)).body.total).toBe(4);
    expect((await root.get(`/clients?label=${mark}`)).body.total).toBe(7);
    // An address that nobody but others would accept is a text like any other.
    await carl.patch(`/clients/${theirs}`, { description: `see https://only-${mark}.example.com/` });
    await carl.post('/clients', aWebClient({ redirect_uris: [`https://only-${mark}.example.com/`] }));
    await dora.post(
      '/clients',
      aMachineClient({ client_name: 'Notes', description: `https://only-${mark}.example.com/` }),
    );
    const sought = encodeURIComponent(`https://only-${mark}.example.com/`);
    expect(namesOf((await dora.get(`/clients?q=${sought}`)).items)).toEqual(['Notes']);
  });

  it('[T-003] events, receipts and grants tell nothing of it', async () => {
    const client_id = `web-${count}`;
    await carl.post('/clients', { ...aWebClient(), client_id });
    const asked = await server.issuer(
      `/authorize?client_id=${client_id}&response_type=code&redirect_uri=https://evil.example`,
    );
    const code = asked.headers.get('x-receipt')!;
    const { id: client } = (await server.storage.clients.find(client_id))!;
    const grant = grantOf(client);
    await server.storage.ports.grants.create(grant);

    expect((await carl.get(`/receipts/${code}`)).status).toBe(200);
    expect((await dora.get(`/receipts/${code}`)).text).toBe((await dora.get('/receipts/none')).text);
    expect((await carl.get(`/grants/${grant.id}`)).status).toBe(200);
    for (const method of ['GET', 'DELETE']) {
      expect((await dora.call(method, `/grants/${grant.id}`)).text).toBe(
        (await dora.call(method, '/grants/none')).text,
      );
    }
    for (const list of ['receipts', 'grants', 'events']) {
      expect((await carl.get(`/${list}?client_id=${client_id}`)).items, list).not.toEqual([]);
      expect((await dora.get(`/${list}?client_id=${client_id}`)).items, list).toEqual([]);
      expect((await dora.get(`/${list}?limit=200`)).text, list).not.toContain(client_id);
    }
    // Not even when it is gone for good, though whoever did that may look at what they did.
    await carl.delete(`/clients/${client_id}?purge=true`);
    for (const list of ['receipts', 'events'])
      expect((await dora.get(`/${list}?limit=200`)).text).not.toContain(client_id);
    expect((await carl.get(`/events?client_id=${client_id}&type=client.purged`)).items).toHaveLength(1);
    // A request that named no client at all is anybody's to look into.
    const unknown = await server.issuer(`/authorize?client_id=nowhere-${count}&response_type=code`);
    expect((await dora.get(`/receipts/${unknown.headers.get('x-receipt')}`)).status).toBe(200);
  });

  it('[T-003] what it uses is told to be in use, and not by whom or how many', async () => {
    const scope = `parcels-${count}`;
    await root.post('/scopes', { name: scope });
    for (const owner of ['sub-of-carl', 'sub-of-dora']) {
      await root.post('/clients', aMachineClient({ client_id: `of-${owner}-${count}`, scope, owner }));
    }
    const steward = as(server, { sub: 'sub-of-dora', scope: [...rights, 'settings:write'] });
    expect((await steward.get(`/scopes/${scope}`)).body.used_by).toBe(1);
    expect((await root.get(`/scopes/${scope}`)).body.used_by).toBe(2);
    const refused = await steward.delete(`/scopes/${scope}`);
    expect(refused).toMatchObject({ status: 409, body: { client_ids: [`of-sub-of-dora-${count}`], count: 1 } });
    expect(refused.body.detail).toBe(
      `The scope ${scope} is used by 1 client (of-sub-of-dora-${count}) and clients of other owners.`,
    );
    await steward.patch(`/clients/of-sub-of-dora-${count}`, { scope: null });
    const still = await steward.delete(`/scopes/${scope}`);
    expect(still).toMatchObject({ status: 409, body: { client_ids: [], count: 0 } });
    expect(still.text).not.toContain('carl');
    expect((await root.delete(`/scopes/${scope}`)).body.detail).toContain(`of-sub-of-carl-${count}`);
  });

  it('[T-003] a change of the server that would break it names it to nobody else', async () => {
    const client_id = `bound-${count}`;
    await carl.post('/clients', aMachineClient({ client_id, access_token_ttl: 80_000 }));
    const steward = as(server, { sub: 'sub-of-dora', scope: [...rights, 'settings:write'] });
    const impact = (await steward.patch('/settings?dry_run=true', { access_token_ttl: 601 })).body._impact;
    expect(JSON.stringify(impact)).not.toContain(theirs);
    const everybody = (await root.patch('/settings?dry_run=true', { access_token_ttl: 601 })).body._impact;
    expect(JSON.stringify(everybody)).toContain(theirs);
  });

  it('[owner] is given by administrators alone to a client that nobody owns, which every editor changes', async () => {
    const { body } = await carl.post('/clients', { ...aMachineClient(), owner: null });
    const path = `/clients/${String(body.client_id)}`;
    expect(body).not.toHaveProperty('owner');
    expect((await dora.patch(path, { description: 'x' })).status).toBe(200);
    for (const owner of ['sub-of-dora', 'sub-of-carl']) {
      expect(await dora.patch(path, { owner })).toMatchObject({
        status: 403,
        body: { errors: [{ pointer: '/owner' }] },
      });
    }
    expect((await dora.put(path, { ...aMachineClient(), owner: 'sub-of-dora' })).status).toBe(403);
    expect((await root.patch(path, { owner: 'sub-of-dora' })).status).toBe(200);
    expect((await carl.get(path)).status).toBe(404);
    // What somebody owns they give, or leave to everybody.
    expect((await dora.patch(path, { owner: null })).status).toBe(200);
    // Nor does an earlier revision take it back.
    const owned = (await carl.get(`${path}/revisions`)).items.find(({ revision }) => revision === 3)!;
    expect((await dora.post(`${path}/revisions/${String(owned.revision)}/restore`)).status).toBe(403);
  });

  it('[T-003] are not taken over by a client that is called as their owner is', async () => {
    for (const called of ['sub-of-carl', (await root.get('/accounts')).items[0]!.sub as string]) {
      for (const taking of [
        dora.put(`/clients/${called}`, aMachineClient()),
        dora.post('/clients', aMachineClient({ client_id: called })),
      ]) {
        expect(await taking).toMatchObject({ status: 409, body: { errors: [{ pointer: '/client_id' }] } });
      }
    }
  });

  it('are seen, and not changed, by those who look over everything', async () => {
    const auditor = as(server, {
      sub: 'sub-of-vera',
      scope: ['clients:read', 'clients:all', 'clients:write', 'events:read'],
    });
    expect((await auditor.get(`/clients/${theirs}`)).status).toBe(200);
    expect((await auditor.get(`/clients/${theirs}/revisions`)).items).toHaveLength(1);
    expect(await auditor.patch(`/clients/${theirs}`, { description: 'x' })).toMatchObject({
      status: 403,
      body: { title: 'The client belongs to somebody else' },
    });
  });
});
