import { generateKeyPairSync } from 'node:crypto';
import { type Client, type PublicJwk } from '@clientele/client-schema';
import { type JSONWebKeySet, type JWTPayload, compactDecrypt, createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import { type World, aRegisteredClient, issuer, redirectUri, serverWith } from '../testing/server-with.js';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = { ...keys.publicKey.export({ format: 'jwk' }), use: 'enc', kid: 'mine' } as PublicJwk;
const encrypted: Partial<Client> = {
  authorization_encrypted_response_alg: 'ECDH-ES+A128KW',
  authorization_encrypted_response_enc: 'A256GCM',
  jwks: { keys: [jwk] },
};

/** A client whose users are asked for their password at most, with alice signed in. */
async function worldWith(document: Partial<Client> = {}): Promise<World> {
  const client = aRegisteredClient({
    first_party: true,
    grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    ...document,
  });
  const world = await serverWith(client);
  await world.browser.through(world.authorizationUrl({ response_mode: 'query.jwt' }));
  return world;
}

/** Where in an answer its JWT is. */
function responseIn({ headers, body }: ProtocolResponse): { from: string; response: string } {
  const form = /<form method="post" action="([^"]*)"/.exec(body)?.[1];
  if (form !== undefined) {
    const fields = [...body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    expect(fields.map(([, name]) => name)).toEqual(['response']);
    return { from: 'form', response: fields[0]![2]! };
  }
  const address = new URL(String(headers['location']));
  const from = address.hash === '' ? 'query' : 'fragment';
  const parameters = from === 'query' ? address.searchParams : new URLSearchParams(address.hash.slice(1));
  expect([...parameters.keys()]).toEqual(['response']);
  return { from, response: parameters.get('response')! };
}

async function verified(world: World, response: string): Promise<JWTPayload & Record<string, unknown>> {
  const jwks = JSON.parse((await world.send('GET', '/jwks')).body) as JSONWebKeySet;
  const currentDate = new Date(world.clock.now() * 1000);
  const { payload } = await jwtVerify(response, createLocalJWKSet(jwks), { issuer, audience: 'app', currentDate });
  return payload;
}

describe('signed authorization answers', () => {
  it.each([
    ['jwt', 'code', 'query'],
    ['jwt', 'code id_token', 'fragment'],
    ['query.jwt', 'code', 'query'],
    ['fragment.jwt', 'code', 'fragment'],
    ['form_post.jwt', 'code', 'form'],
    ['form_post.jwt', 'id_token', 'form'],
  ])('[authorization_signed_response_alg] %s brings %s in the %s', async (response_mode, response_type, place) => {
    const world = await worldWith({ authorization_signed_response_alg: 'ES256' });
    const request = world.authorizationUrl({ response_mode, response_type, nonce: 'n' });
    const { from, response } = responseIn(await world.browser.open(request));
    expect(from).toBe(place);
    const header = JSON.parse(Buffer.from(response.split('.')[0]!, 'base64url').toString()) as unknown;
    expect(header).toMatchObject({ alg: 'ES256' });
    const claims = await verified(world, response);
    expect(claims).toMatchObject({ state: 'st4te', aud: 'app', iss: issuer });
    expect(claims.exp).toBe(world.clock.now() + 600);
    for (const part of response_type.split(' ')) expect(claims).toHaveProperty(part);
    if (response_type === 'code') expect(await world.exchange(String(claims['code']))).toHaveProperty('access_token');
  });

  it('[jarm_response_ttl] [T-081] end when the server says', async () => {
    const world = await worldWith();
    world.settings.change({ jarm_response_ttl: 45 });
    world.changes.emit({ kind: 'server' });
    const { response } = responseIn(await world.browser.open(world.authorizationUrl({ response_mode: 'jwt' })));
    expect((await verified(world, response)).exp).toBe(world.clock.now() + 45);
  });

  it('are offered in the metadata', async () => {
    const { send } = await worldWith();
    const metadata = JSON.parse((await send('GET', '/.well-known/openid-configuration')).body) as Record<
      string,
      unknown
    >;
    expect(metadata['response_modes_supported']).toEqual(
      expect.arrayContaining(['jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt']),
    );
    expect(metadata['authorization_signing_alg_values_supported']).not.toContain('none');
    expect(metadata['authorization_encryption_alg_values_supported']).toContain('RSA-OAEP-256');
    expect(metadata['authorization_encryption_enc_values_supported']).toContain('A256GCM');
  });

  it('[require_jwt_secured_authorization_response] [T-081] are all that a client is told that must have them', async () => {
    const world = await worldWith({ require_jwt_secured_authorization_response: true });
    const wrong: [Record<string, string>, string, string][] = [
      [{}, 'invalid_request', 'query'],
      [{ response_mode: 'query' }, 'invalid_request', 'query'],
      [{ response_mode: 'fragment' }, 'invalid_request', 'query'],
      [{ response_mode: 'form_post' }, 'invalid_request', 'query'],
      [{ response_mode: 'unheard_of' }, 'invalid_request', 'query'],
      [{ response_type: 'code id_token', nonce: 'n' }, 'invalid_request', 'fragment'],
      [{ response_mode: 'jwt', scope: 'unheard_of' }, 'invalid_scope', 'query'],
      [{ response_mode: 'query.jwt', response_type: 'id_token', nonce: 'n' }, 'invalid_request', 'fragment'],
      [{ response_mode: 'fragment.jwt', prompt: 'none login' }, 'invalid_request', 'fragment'],
      [{ response_mode: 'form_post.jwt', response_type: 'unheard_of' }, 'unsupported_response_type', 'form'],
      [{ response_mode: 'form_post.jwt', request: 'no.request.object' }, 'invalid_request_object', 'form'],
    ];
    for (const [over, error, place] of wrong) {
      const { from, response } = responseIn(await world.send('GET', world.authorizationUrl(over)));
      expect([from, await verified(world, response)], JSON.stringify(over)).toMatchObject([
        place,
        { error, state: 'st4te', aud: 'app' },
      ]);
    }
    const { response } = responseIn(await world.browser.open(world.authorizationUrl({ response_mode: 'jwt' })));
    expect(await verified(world, response)).toHaveProperty('code');
  });

  it('tell of a refusal after the pages too', async () => {
    const world = await serverWith(aRegisteredClient());
    const answer = await world.browser.through(
      world.authorizationUrl({ response_mode: 'jwt', prompt: 'consent' }),
      'deny',
    );
    expect(await verified(world, responseIn(answer).response)).toMatchObject({ error: 'access_denied' });
  });

  it('[authorization_encrypted_response_alg] [authorization_encrypted_response_enc] are for the client alone', async () => {
    const world = await worldWith(encrypted);
    const requests: Record<string, string>[] = [{}, { scope: 'unheard_of' }];
    for (const over of requests) {
      const request = world.authorizationUrl({ response_mode: 'jwt', ...over });
      const { response } = responseIn(await world.browser.open(request));
      const { plaintext, protectedHeader } = await compactDecrypt(response, keys.privateKey);
      expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES+A128KW', enc: 'A256GCM', cty: 'JWT', kid: 'mine' });
      expect(await verified(world, Buffer.from(plaintext).toString())).toMatchObject({ state: 'st4te' });
    }
  });

  it('[authorization_encrypted_response_alg] carry a token in the query where they are encrypted, and not otherwise', async () => {
    const request = { response_mode: 'query.jwt', response_type: 'id_token', nonce: 'n' };
    const open = await worldWith();
    const refused = await open.browser.open(open.authorizationUrl(request));
    expect((await open.receiptOf(refused)).rule).toBe('response-mode-keeps-tokens');
    const closed = await worldWith(encrypted);
    const { from, response } = responseIn(await closed.browser.open(closed.authorizationUrl(request)));
    expect(from).toBe('query');
    const { plaintext } = await compactDecrypt(response, keys.privateKey);
    expect(await verified(closed, Buffer.from(plaintext).toString())).toHaveProperty('id_token');
  });

  it.each([
    ['that cannot be signed', { authorization_signed_response_alg: 'ES512' }],
    ['that cannot be encrypted', { authorization_encrypted_response_alg: 'RSA-OAEP', jwks: { keys: [jwk] } }],
  ] as const)('[T-081] %s are shown to the user, and never sent in clear', async (_, document) => {
    const world = await serverWith(aRegisteredClient({ first_party: true, ...(document as Partial<Client>) }));
    const requests: Record<string, string>[] = [{}, { scope: 'unheard_of' }, { prompt: 'none' }];
    for (const over of requests) {
      const page = await world.browser.through(world.authorizationUrl({ response_mode: 'jwt', ...over }));
      expect(page.status).toBe(400);
      expect(page.headers).not.toHaveProperty('location');
      expect(page.body).not.toContain(redirectUri);
    }
  });

  it('[response_modes] are allowed by their own name, and by jwt', async () => {
    const world = await worldWith({ response_modes: ['jwt', 'form_post.jwt'] });
    const answers = async (response_mode: string) => {
      const answer = await world.browser.open(world.authorizationUrl({ response_mode }));
      return answer.headers['x-receipt'] === undefined;
    };
    expect(await answers('jwt')).toBe(true);
    expect(await answers('form_post.jwt')).toBe(true);
    expect(await answers('fragment.jwt')).toBe(false);
    expect(await answers('query')).toBe(false);
  });
});
