import { generateKeyPairSync } from 'node:crypto';
import { type Client, type EffectiveClient, type Settings, resolveClient } from '@clientele/client-schema';
import { exampleCertificate } from '@clientele/client-schema/example-certificate';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { type Limits } from './ports/fetcher.js';
import { aRegisteredClient, issuer, redirectUri, serverWith } from './testing/server-with.js';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = { ...keys.publicKey.export({ format: 'jwk' }), kid: 'ec' };
const jwks_uri = 'https://keys.example.com/jwks';
const request_uri = 'https://requests.example.com/1';
const sector_identifier_uri = 'https://sector.example.com/list';
const hosts = ['keys.example.com', 'requests.example.com', 'logout.example.com', 'sector.example.com'];

const calling = {
  token_endpoint_auth_method: 'private_key_jwt',
  first_party: true,
  jwks_uri,
  allow_request_uri_parameter: true,
  request_uris: ['*'],
  logout_mode: 'oidc_back_channel',
  backchannel_logout_uri: 'https://logout.example.com/here',
  subject_type: 'pairwise',
  sector_identifier_uri,
} as const satisfies Partial<Client>;

/** A client on whose behalf four hosts are called, each of which answers as it should. */
async function called(document: Partial<Client>, settings: Partial<Settings> = {}) {
  const world = await serverWith(aRegisteredClient({ ...calling, ...document }));
  world.settings.change(settings);
  const seen: Limits[] = [];
  world.fetcher.documents.set(jwks_uri, { keys: [jwk] }).set(sector_identifier_uri, [redirectUri]);
  const sign = (claims: object) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256' }).sign(keys.privateKey);
  const now = world.clock.now();
  world.fetcher.hosts.set('requests.example.com', async (_, limits) => {
    seen.push(limits);
    const { searchParams } = new URL(world.authorizationUrl(), issuer);
    const claims = { ...Object.fromEntries(searchParams), iss: 'app', aud: issuer, iat: now, exp: now + 300 };
    return { status: 200, headers: {}, body: await sign(claims) };
  });
  world.fetcher.hosts.set('logout.example.com', (_, limits) => {
    seen.push(limits);
    return { status: 200, headers: {}, body: '' };
  });

  /** What becomes of an authentication, a request by reference, a logout, and a document that is read. */
  async function outcomes() {
    const assertion = { iss: 'app', sub: 'app', aud: issuer, jti: crypto.randomUUID(), exp: now + 60 };
    const authentication = await world.post('/token', {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await sign(assertion),
    });
    const asked = { client_id: 'app', request_uri, redirect_uri: redirectUri };
    const answer = await world.send('GET', `/authorize?${new URLSearchParams(asked).toString()}`);
    const there = new URL(String(answer.headers['location']), issuer);
    await world.browser.through(world.authorizationUrl());
    const question = await world.browser.open('/logout');
    await world.browser.submit('/logout', question, { action: 'sign-out' });
    await world.server.logoutTokensSent();
    const told = world.audit.events.filter(({ type }) => /^logout_token_(?:taken|refused)$/.test(type));
    const effective: EffectiveClient = resolveClient(world.client.document, await world.settings.read());
    return {
      authentication: (JSON.parse(authentication.body) as { error?: string }).error ?? 'accepted',
      request: there.searchParams.get('error') ?? 'accepted',
      logout: told.at(-1)?.type,
      sector: (await world.server.sectorDocumentFault(effective)) ?? 'accepted',
    };
  }
  return { ...world, seen, outcomes };
}

const allAccepted = {
  authentication: 'accepted',
  request: 'accepted',
  logout: 'logout_token_taken',
  sector: 'accepted',
};
const allRefused = {
  authentication: 'invalid_client',
  request: 'invalid_request_uri',
  logout: 'logout_token_refused',
  sector: expect.stringContaining('not a trusted host') as string,
};

describe('what is called for a client', () => {
  it.each<[string, Partial<Client>, Partial<Settings>, object]>([
    ['any host, where nothing is said', {}, {}, allAccepted],
    ['the hosts it trusts', { trusted_hosts: hosts }, { outbound_trust_mode: 'explicit' }, allAccepted],
    ['no other host', { trusted_hosts: ['example.com'] }, {}, allRefused],
    ['no host where the server wants them named', {}, { outbound_trust_mode: 'explicit' }, allRefused],
    [
      'whoever its authorities vouch for',
      { trusted_authorities: exampleCertificate },
      { outbound_trust_mode: 'explicit' },
      allAccepted,
    ],
  ])('[trusted_hosts] is %s', async (_, document, settings, expected) => {
    expect(await (await called(document, settings)).outcomes()).toEqual(expected);
  });

  it('[trusted_authorities] is called with these authorities in place of all others', async () => {
    const world = await called({ trusted_authorities: exampleCertificate });
    expect(await world.outcomes()).toEqual(allAccepted);
    const limits = [...world.fetcher.limits, ...world.seen];
    expect(limits).toHaveLength(4);
    for (const one of limits) expect(one).toMatchObject({ authorities: exampleCertificate });
  });

  it('is not answered with keys that another client was trusted with', async () => {
    const world = await called({});
    expect((await world.outcomes()).authentication).toBe('accepted');
    world.change({ trusted_hosts: ['example.com'] });
    expect((await world.outcomes()).authentication).toBe('invalid_client');
  });
});
