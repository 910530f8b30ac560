import { FetchFailed, Fetcher, type Incoming } from '@clientele/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi } from '../../testing/admin-api.js';
import { type RunningServer, runningServer } from '../../testing/running-server.js';
import { dialects } from '../../testing/temporary-database.js';

/** The one place that this server reaches: where a sector's document is. */
class Sector extends Fetcher {
  document: unknown = [];
  isDown = false;
  asked = 0;

  async getJson(): Promise<unknown> {
    this.asked++;
    if (this.isDown) throw new FetchFailed('it is down');
    return this.document;
  }

  send(): Promise<Incoming> {
    return Promise.reject(new FetchFailed('there is no such place'));
  }
}

describe.each(dialects)('[T-103] the document of a sector on %s', (dialect) => {
  let server: RunningServer;
  let api: AdminApi;
  const sector = new Sector();
  const redirect_uris = ['https://a.example.com/callback', 'https://b.example.com/callback'];
  const rule = 'sector-document-lists-redirect-uris';

  beforeAll(async () => {
    server = await runningServer({ dialect, fetcher: sector });
    api = await server.admin();
  });
  afterAll(() => server.close());

  const create = (client_id: string, members: object = {}) =>
    api.post('/clients', {
      client_id,
      client_name: 'App',
      grant_types: ['authorization_code'],
      redirect_uris,
      subject_type: 'pairwise',
      sector_identifier_uri: 'https://example.com/sector.json',
      ...members,
    });

  it.each([
    ['is missing', () => (sector.isDown = true), 'it is down'],
    ['lacks a redirect URI', () => (sector.document = redirect_uris.slice(1)), 'a.example.com/callback'],
    ['is no list', () => (sector.document = { redirect_uris }), 'JSON array'],
    ['has something else in it', () => (sector.document = [...redirect_uris, 1]), 'and of nothing else'],
  ])('that %s refuses the client', async (_, arrange, reason) => {
    sector.isDown = false;
    arrange();
    const answer = await create('refused');
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ pointer: '/sector_identifier_uri', rule }] });
    expect(JSON.stringify(answer.body)).toContain(reason);
    expect((await api.get('/clients/refused')).status).toBe(404);
  });

  it('is read when the client is made and when what it must list changes, and at no other change', async () => {
    sector.isDown = false;
    sector.document = redirect_uris;
    expect((await create('grouped')).status).toBe(201);
    const { asked } = sector;
    sector.isDown = true;
    expect((await api.patch('/clients/grouped', { description: 'x' })).status).toBe(200);
    expect(sector.asked).toBe(asked);
    const more = { redirect_uris: [...redirect_uris, 'https://c.example.com/callback'] };
    expect((await api.patch('/clients/grouped', more)).status).toBe(422);
    sector.isDown = false;
    sector.document = more.redirect_uris;
    expect((await api.patch('/clients/grouped', more)).status).toBe(200);
  });
});
