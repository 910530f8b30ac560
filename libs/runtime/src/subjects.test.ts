import { type Client } from '@clientele/client-schema';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, secret, serverWith, verifier } from './testing/server-with.js';

const pairwise: Partial<Client> = {
  subject_type: 'pairwise',
  allow_token_introspection: true,
  post_logout_redirect_uris: ['https://app.example.com/signed-out'],
};

/** A world with clients of these settings, each at the same redirect URI; the first is called app. */
const worldOf = (...documents: Partial<Client>[]) =>
  serverWith(
    ...documents.map((document, index) =>
      aRegisteredClient({ client_id: index === 0 ? 'app' : `app${index}`, ...document }),
    ),
  );

/** What the ID token that a client gets calls alice. */
async function subAt(world: Awaited<ReturnType<typeof serverWith>>, client_id = 'app'): Promise<string> {
  const redirect_uri = 'https://app.example.com/callback';
  const code = (await world.authorize({ client_id })).get('code')!;
  const authorization = `Basic ${Buffer.from(`${client_id}:${secret}`).toString('base64')}`;
  const { body } = await world.post(
    '/token',
    { grant_type: 'authorization_code', code, redirect_uri, code_verifier: verifier },
    { authorization },
  );
  return String(decodeJwt((JSON.parse(body) as { id_token: string }).id_token).sub);
}

describe('[T-066] pairwise subjects', () => {
  it('[subject_type] are told everywhere alike, and the public one nowhere', async () => {
    const world = await worldOf(pairwise);
    const tokens = await world.tokens();
    const sub = decodeJwt(tokens.id_token).sub!;
    expect(sub).toMatch(/^[\w-]{43}$/);
    expect(decodeJwt(tokens.access_token)).toMatchObject({ sub });
    const { body } = await world.send('GET', '/userinfo', {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(JSON.parse(body)).toMatchObject({ sub });
    expect(await world.introspect(tokens.access_token)).toMatchObject({ active: true, sub, username: 'alice' });
    expect(await world.introspect(tokens.refresh_token)).toMatchObject({ active: true, sub });
    const refreshed = await world.refresh(tokens.refresh_token);
    expect(decodeJwt(refreshed.id_token)).toMatchObject({ sub });
    expect(JSON.stringify([tokens, refreshed, body])).not.toContain('a11ce');
    for (const token of [tokens.id_token, tokens.access_token]) {
      expect(Buffer.from(token.split('.')[1]!, 'base64url').toString()).not.toContain('a11ce');
    }
  });

  it('[subject_type] is public by default', async () => {
    expect(await subAt(await worldOf({}))).toBe('a11ce');
  });

  it('[sector_identifier] makes a sector of clients, which know a user by one name', async () => {
    const world = await worldOf(
      { ...pairwise, sector_identifier: 'group' },
      { ...pairwise, sector_identifier: 'group' },
      { ...pairwise, sector_identifier: 'others' },
      pairwise,
    );
    const [first, second, other, none] = [
      await subAt(world),
      await subAt(world, 'app1'),
      await subAt(world, 'app2'),
      await subAt(world, 'app3'),
    ];
    expect(second).toBe(first);
    expect(new Set([first, other, none]).size).toBe(3);
  });

  it('[sector_identifier] is no way into the sector of a host', async () => {
    const world = await worldOf(
      pairwise,
      { ...pairwise, sector_identifier: 'app.example.com' },
      { ...pairwise, sector_identifier_uri: 'https://app.example.com/a.json' },
    );
    const [byRedirect, byName, byDocument] = [
      await subAt(world),
      await subAt(world, 'app1'),
      await subAt(world, 'app2'),
    ];
    expect(byDocument).toBe(byRedirect);
    expect(byName).not.toBe(byRedirect);
  });

  it('[sector_identifier_uri] has its host for the sector', async () => {
    const world = await worldOf(
      { ...pairwise, sector_identifier_uri: 'https://one.example/a.json' },
      { ...pairwise, sector_identifier_uri: 'https://one.example:8443/b.json' },
      { ...pairwise, sector_identifier_uri: 'https://two.example/a.json' },
    );
    const [first, second, other] = [await subAt(world), await subAt(world, 'app1'), await subAt(world, 'app2')];
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it('are other ones at another server', async () => {
    expect(await subAt(await worldOf(pairwise))).not.toBe(await subAt(await worldOf(pairwise)));
  });

  it('are understood in hints, at the authorization endpoint and at a logout', async () => {
    const world = await worldOf({ ...pairwise, skip_logout_consent: true });
    const { id_token } = await world.tokens();
    const silent = { prompt: 'none', id_token_hint: id_token };
    expect((await world.authorize(silent)).has('code')).toBe(true);
    const page = await world.browser.open(`/logout?id_token_hint=${id_token}`);
    expect(page.body).toContain('id="signed-out"');
    expect((await world.authorize(silent)).get('error')).toBe('login_required');
  });

  it('are in logout tokens', async () => {
    const world = await worldOf({
      ...pairwise,
      logout_mode: 'oidc_back_channel',
      backchannel_logout_uri: 'https://app.example.com/backchannel',
    });
    const received: string[] = [];
    world.fetcher.hosts.set('app.example.com', (_, { body }) => {
      received.push(new URLSearchParams(body).get('logout_token')!);
      return { status: 200, headers: {}, body: '' };
    });
    const { sub } = decodeJwt((await world.tokens()).id_token);
    const question = await world.browser.open('/logout');
    await world.browser.submit('/logout', question, { action: 'sign-out' });
    await world.server.logoutTokensSent();
    expect(received.map((token) => decodeJwt(token).sub)).toEqual([sub]);
  });

  it('name nobody to this server: tokens of before and after a change stand for their user', async () => {
    const world = await worldOf(pairwise);
    const { access_token } = await world.tokens();
    world.change({ subject_type: 'public' });
    expect(await world.introspect(access_token)).toMatchObject({ active: true, username: 'alice' });
    expect(await world.server.verifyAccessToken(access_token)).toMatchObject({ sub: 'a11ce' });
  });

  it('are offered in the metadata', async () => {
    const { send } = await worldOf({});
    const metadata = JSON.parse((await send('GET', '/.well-known/openid-configuration')).body) as object;
    expect(metadata).toMatchObject({ subject_types_supported: ['public', 'pairwise'] });
  });
});
