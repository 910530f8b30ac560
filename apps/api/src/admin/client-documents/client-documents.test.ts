import { FetchFailed, Fetcher, type Incoming } from '@clientele/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi } from '../../testing/admin-api.js';
import { grantOf } from '../../testing/grant-of.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

const url = 'https://app.example.com/oauth/client.json';
const redirect_uris = ['https://app.example.com/callback'];

/** The one place that this server reaches: where the document is. */
class Host extends Fetcher {
  asked = 0;

  getJson(): Promise<unknown> {
    return Promise.reject(new FetchFailed('there is no such place'));
  }

  async send(): Promise<Incoming> {
    this.asked++;
    const body = JSON.stringify({ client_id: url, client_name: 'App', redirect_uris });
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
}

describe.each(dialects)('clients that are known by a document, on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;
  const host = new Host();

  beforeAll(async () => {
    server = await runningServer({ dialect, fetcher: host });
    api = await server.admin();
    await api.patch('/settings', { client_id_metadata_documents: 'any_host' });
  });
  afterAll(() => server.close());

  const authorize = async () => {
    const request = {
      client_id: url,
      response_type: 'code',
      redirect_uri: redirect_uris[0]!,
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    };
    return (await server.issuer(`/authorize?${new URLSearchParams(request).toString()}`)).status;
  };
  const known = async () => (await api.get(`/client-documents?client_id=${encodeURIComponent(url)}`)).items[0];

  it('are listed once they were met, frozen with all that they have, thawed, and registered as they are', async () => {
    expect((await api.get('/client-documents')).items).toEqual([]);
    expect(await authorize()).toBe(303);
    const seen = (await known())!;
    expect(seen).toMatchObject({
      client_id: url,
      document: { client_id: url, client_name: 'App', redirect_uris },
      client: { client_name: 'App', grant_types: ['authorization_code'], scope: 'openid', require_pkce: true },
      faults: [],
      admitted: true,
      frozen: false,
    });
    const grant = grantOf(String(seen['id']));
    await server.storage.ports.grants.create(grant);
    const grants = async () => (await api.get(`/grants?client_id=${encodeURIComponent(url)}`)).items;
    expect(await grants()).toMatchObject([{ id: grant.id, client_id: url }]);

    const at = `/client-documents/${String(seen['id'])}`;
    expect((await api.post(`${at}/freeze`)).body).toMatchObject({ frozen: true });
    expect(await authorize()).toBe(400);
    expect((await api.post(`${at}/thaw`)).body).toMatchObject({ frozen: false });
    expect(await authorize()).toBe(303);
    const told = (await api.get(`/events?client_id=${encodeURIComponent(url)}`)).items.map(({ type }) => type);
    expect(told).toEqual(['client_document.thawed', 'client_document.frozen']);

    const registered = await api.post(`${at}/register`);
    expect(registered.status).toBe(201);
    expect(registered.headers['location']).toBe(`/clients/${encodeURIComponent(url)}`);
    expect(await known()).toBeUndefined();
    expect(await grants()).toMatchObject([{ id: grant.id, client_id: url }]);
    // It is a client like every other: its document counts no more, and whatever the settings say of documents.
    const fetched = host.asked;
    await api.patch('/settings', { client_id_metadata_documents: 'disabled' });
    expect(await authorize()).toBe(303);
    expect((await api.patch(`/clients/${encodeURIComponent(url)}`, { enabled: false })).status).toBe(200);
    expect(await authorize()).toBe(400);
    expect(host.asked).toBe(fetched);
    expect((await api.delete(`/grants/${grant.id}`)).status).toBe(204);
  });

  it('are read by whoever reads clients, and changed by whoever changes them', async () => {
    const reader = await server.admin('clients:read');
    expect((await reader.get('/client-documents')).status).toBe(200);
    expect((await reader.post('/client-documents/unknown/freeze')).status).toBe(403);
    for (const call of ['freeze', 'thaw', 'register'])
      expect((await api.post(`/client-documents/unknown/${call}`)).status).toBe(404);
    expect((await api.get('/client-documents/unknown')).status).toBe(404);
  });
});
