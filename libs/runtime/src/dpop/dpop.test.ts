import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { type Client, type PublicJwk, type Settings } from '@clientele/client-schema';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import { KeyHolder, type ProofParts } from '../testing/dpop.js';
import { aSelfSignedCertificate, presented } from '../testing/certificates.js';
import {
  type World,
  aRegisteredClient,
  issuer,
  redirectUri,
  serverReachedBy,
  serverWith,
  verifier,
} from '../testing/server-with.js';
import { noncePeriod } from './nonces.js';

const tokenAddress = `${issuer}/token`;
const userinfoAddress = `${issuer}/userinfo`;
const required = { dpop_bound_access_tokens: true } as const;

type Answer = Record<string, unknown> & { access_token: string; refresh_token: string };

const bodyOf = (response: ProtocolResponse) => JSON.parse(response.body) as Answer;

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
}

/** A server, its client, and two holders of keys: the client, and somebody else. */
async function worldWith(document: Partial<Client> = required, isPublic = false) {
  const world = isPublic
    ? await serverWith(aRegisteredClient({ ...document, token_endpoint_auth_method: 'none' }, []))
    : await serverWith(aRegisteredClient(document));
  const now = () => world.clock.now();

  async function asks(form: Record<string, string>, proof?: string): Promise<ProtocolResponse> {
    const headers = { ...(proof !== undefined && { dpop: proof }), ...(!isPublic && { authorization: world.basic }) };
    return world.post('/token', { ...form, ...(isPublic && { client_id: 'app' }) }, headers);
  }

  const codeForm = async (over: Record<string, string> = {}) => ({
    grant_type: 'authorization_code',
    code: (await world.authorize(over)).get('code')!,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });

  async function signsIn(holder: KeyHolder): Promise<Answer> {
    return bodyOf(await asks(await codeForm(), await holder.proof('POST', tokenAddress)));
  }

  const userinfo = (token: string, proof?: string, scheme = 'DPoP') =>
    world.send('GET', '/userinfo', {
      headers: { authorization: `${scheme} ${token}`, ...(proof !== undefined && { dpop: proof }) },
    });

  return { world, mine: new KeyHolder(now), theirs: new KeyHolder(now), asks, codeForm, signsIn, userinfo };
}

const forItself = { grant_type: 'client_credentials' };

function setting(world: World, settings: Partial<Settings>): void {
  world.settings.change(settings);
  world.changes.emit({ kind: 'server' });
}

describe('DPoP at the token endpoint', () => {
  it('[dpop_bound_access_tokens] binds tokens to the key of the proof, and gives none without one', async () => {
    const { world, mine, asks, codeForm } = await worldWith();
    const form = await codeForm();
    const refused = await asks(form);
    expect(refused.status).toBe(400);
    expect(bodyOf(refused)).toMatchObject({ error: 'invalid_dpop_proof' });
    expect((await world.receiptOf(refused)).rule).toBe('dpop-proof-is-sent');

    const answer = bodyOf(await asks(form, await mine.proof('POST', tokenAddress)));
    expect(answer).toMatchObject({ token_type: 'DPoP' });
    expect(claimsOf(answer.access_token)).toMatchObject({ cnf: { jkt: mine.jkt } });
  });

  it('[T-075] gives no client that must have a proof anything without one, whatever the grant', async () => {
    const { asks, mine, signsIn } = await worldWith({
      ...required,
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials', 'agent_credentials', 'agent_code'],
    });
    const { refresh_token } = await signsIn(mine);
    const forms: Record<string, string>[] = [
      forItself,
      { grant_type: 'refresh_token', refresh_token },
      { grant_type: 'agent_credentials' },
      { grant_type: 'agent_code', code: 'none', redirect_uri: redirectUri },
    ];
    for (const form of forms) {
      expect(bodyOf(await asks(form)), form['grant_type']).toMatchObject({ error: 'invalid_dpop_proof' });
    }
  });

  it.each(['dpop_bound_access_tokens', 'tls_client_certificate_bound_access_tokens'] as const)(
    '[T-075] gives no client with %s an access token through the browser',
    async (field) => {
      const { world } = await worldWith({ [field]: true, grant_types: ['authorization_code', 'implicit'] });
      for (const response_type of ['token', 'code token', 'id_token token', 'code id_token token']) {
        const refused = await world.send('GET', world.authorizationUrl({ response_type, nonce: 'n' }));
        expect(String(refused.headers['location']), response_type).toMatch(/#error=invalid_request&/);
        expect((await world.receiptOf(refused)).rule).toBe('bound-tokens-come-from-the-token-endpoint');
      }
    },
  );

  it('binds tokens to a proof also where none is required, and tells so at introspection', async () => {
    const { world, mine, asks } = await worldWith({ allow_token_introspection: true });
    expect(bodyOf(await asks(forItself))).toMatchObject({ token_type: 'Bearer' });
    const { access_token, token_type } = bodyOf(await asks(forItself, await mine.proof('POST', tokenAddress)));
    expect(token_type).toBe('DPoP');
    expect(await world.introspect(access_token)).toMatchObject({ token_type: 'DPoP', cnf: { jkt: mine.jkt } });
    expect(await world.server.verifyAccessToken(access_token)).toBeUndefined();
  });

  it('tells of a refresh token at introspection to which key it is bound, and of none where it is to none', async () => {
    const { world, mine, signsIn } = await worldWith({ allow_token_introspection: true });
    const { refresh_token } = await signsIn(mine);
    const told = await world.introspect(refresh_token);
    expect(told).toMatchObject({ active: true, cnf: { jkt: mine.jkt } });
    expect(await world.introspect((await world.tokens()).refresh_token)).not.toHaveProperty('cnf');
  });

  it('says in the metadata with which algorithms proofs are signed', async () => {
    const { world } = await worldWith();
    const metadata = bodyOf(await world.send('GET', '/.well-known/openid-configuration'));
    expect(metadata['dpop_signing_alg_values_supported']).toEqual(expect.arrayContaining(['ES256', 'PS256', 'EdDSA']));
    expect(metadata['dpop_signing_alg_values_supported']).not.toContain('HS256');
  });

  it('binds refresh tokens of public clients, which only that key refreshes: [T-074]', async () => {
    const { mine, theirs, asks, signsIn } = await worldWith({}, true);
    const { refresh_token } = await signsIn(mine);
    const form = { grant_type: 'refresh_token', refresh_token };
    for (const proof of [undefined, await theirs.proof('POST', tokenAddress)]) {
      const refused = await asks(form, proof);
      expect(refused.status).toBe(400);
      expect(bodyOf(refused)).toMatchObject({ error: 'invalid_grant' });
    }
    expect(bodyOf(await asks(form, await mine.proof('POST', tokenAddress)))).toMatchObject({ token_type: 'DPoP' });
  });

  it('lets a client that authenticates refresh with a new key', async () => {
    const { mine, theirs, asks, signsIn } = await worldWith();
    const { refresh_token } = await signsIn(mine);
    const form = { grant_type: 'refresh_token', refresh_token };
    const { access_token } = bodyOf(await asks(form, await theirs.proof('POST', tokenAddress)));
    expect(claimsOf(access_token)).toMatchObject({ cnf: { jkt: theirs.jkt } });
  });

  it('[T-074] holds to the first key who refreshes without authentication, also where that is allowed only later', async () => {
    const { world, mine, theirs, asks, signsIn } = await worldWith({});
    const { refresh_token } = await signsIn(mine);
    world.change({ public_refresh_token: true });
    const form = { grant_type: 'refresh_token', refresh_token, client_id: 'app' };
    const refresh = async (holder?: KeyHolder) =>
      world.post('/token', form, holder && { dpop: await holder.proof('POST', tokenAddress) });
    for (const holder of [undefined, theirs]) {
      const refused = await refresh(holder);
      expect(refused.status).toBe(400);
      expect(bodyOf(refused)).toMatchObject({ error: 'invalid_grant' });
      expect((await world.receiptOf(refused)).rule).toBe('refresh-token-is-used-with-its-key');
    }
    const answer = bodyOf(await refresh(mine));
    expect(answer).toMatchObject({ token_type: 'DPoP' });
    const next = { grant_type: 'refresh_token', refresh_token: answer.refresh_token };
    expect((await asks(next, await theirs.proof('POST', tokenAddress))).status).toBe(200);
  });

  it('exchanges a code with the key alone that the authorization request names', async () => {
    const { world, mine, theirs, asks, codeForm } = await worldWith({});
    const form = await codeForm({ dpop_jkt: mine.jkt });
    for (const proof of [undefined, await theirs.proof('POST', tokenAddress)]) {
      const refused = await asks(form, proof);
      expect(bodyOf(refused)).toMatchObject({ error: 'invalid_grant' });
      expect((await world.receiptOf(refused)).rule).toBe('code-is-used-with-its-key');
    }
    expect(bodyOf(await asks(form, await mine.proof('POST', tokenAddress)))).toMatchObject({ token_type: 'DPoP' });
  });

  it('exchanges a code with the key alone whose proof came with the pushed request', async () => {
    const { world, mine, theirs, asks, codeForm } = await worldWith({});
    const push = async (over: Record<string, string> = {}) => {
      const request = Object.fromEntries(new URL(world.authorizationUrl(over), issuer).searchParams);
      const headers = { authorization: world.basic, dpop: await mine.proof('POST', `${issuer}/par`) };
      return world.post('/par', request, headers);
    };
    const refused = await push({ dpop_jkt: theirs.jkt });
    expect(refused.status).toBe(400);
    expect(bodyOf(refused)).toMatchObject({ error: 'invalid_dpop_proof' });

    const { request_uri } = bodyOf(await push()) as unknown as { request_uri: string };
    const request = `/authorize?${new URLSearchParams({ client_id: 'app', request_uri }).toString()}`;
    const answer = new URL(String((await world.browser.through(request)).headers['location']));
    const form = { ...(await codeForm()), code: answer.searchParams.get('code')! };
    const stolen = await asks(form, await theirs.proof('POST', tokenAddress));
    expect(bodyOf(stolen)).toMatchObject({ error: 'invalid_grant' });
    expect((await asks(form, await mine.proof('POST', tokenAddress))).status).toBe(200);
  });

  it('knows no key by anything but its thumbprint', async () => {
    const { world } = await worldWith({});
    const refused = await world.send('GET', world.authorizationUrl({ dpop_jkt: 'short' }));
    expect(new URL(String(refused.headers['location'])).searchParams.get('error')).toBe('invalid_request');
  });

  it('binds tokens to a certificate besides, where the client wants that', async () => {
    const { world, mine } = await worldWith({ tls_client_certificate_bound_access_tokens: true });
    const headers = { authorization: world.basic, dpop: await mine.proof('POST', tokenAddress) };
    const answer = bodyOf(await world.post('/token', forItself, headers, presented(aSelfSignedCertificate())));
    const cnf = { jkt: mine.jkt, 'x5t#S256': expect.stringMatching(/^[\w-]{43}$/) };
    expect(claimsOf(answer.access_token)).toMatchObject({ cnf });
  });

  it('is explained as if the client held a key', async () => {
    const { world } = await worldWith();
    const request = { endpoint: '/token', client_id: 'app', parameters: 'grant_type=client_credentials' } as const;
    expect(await world.server.explain({ ...request, address: '203.0.113.7' })).toMatchObject({ decision: 'granted' });
  });
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
const symmetric = randomBytes(32);

/** Proofs that differ in one thing from a good one, and the rule that each breaks. */
const badProofs: [string, ProofParts | ((holder: KeyHolder, now: number) => ProofParts), string][] = [
  ['of another type', { header: { typ: 'JWT' } }, 'dpop-proof-typ-fits'],
  ['of no type', { header: { typ: undefined } }, 'dpop-proof-typ-fits'],
  ['of a type that is a list', { header: { typ: ['dpop+jwt'] } }, 'dpop-proof-typ-fits'],
  [
    'with a symmetric signature',
    { header: { alg: 'HS256', jwk: { kty: 'oct', k: symmetric.toString('base64url') } }, key: symmetric },
    'dpop-proof-alg-fits',
  ],
  ['without a key', { header: { jwk: undefined } }, 'dpop-proof-key-is-public'],
  ['with a key that is text', { header: { jwk: 'key' } }, 'dpop-proof-key-is-public'],
  ['with its private key', (holder) => ({ header: { jwk: holder.privateJwk } }), 'dpop-proof-key-is-public'],
  [
    'with a symmetric key',
    { header: { jwk: { kty: 'oct', k: symmetric.toString('base64url') } } },
    'dpop-proof-key-is-public',
  ],
  [
    'with a weak key',
    { header: { alg: 'RS256', jwk: weak.publicKey.export({ format: 'jwk' }) }, key: rsa.privateKey },
    'dpop-proof-key-is-public',
  ],
  [
    'with a point off its curve',
    { header: { jwk: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } } },
    'dpop-proof-key-is-public',
  ],
  [
    'that another key signed',
    { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey },
    'dpop-proof-signature-verifies',
  ],
  [
    'with a key of another kind than its algorithm',
    { header: { jwk: rsa.publicKey.export({ format: 'jwk' }) } },
    'dpop-proof-alg-fits',
  ],
  ['without jti', { claims: { jti: undefined } }, 'dpop-proof-has-a-jti'],
  ['with an empty jti', { claims: { jti: '' } }, 'dpop-proof-has-a-jti'],
  ['with a jti that is a number', { claims: { jti: 7 } }, 'dpop-proof-has-a-jti'],
  ['with an endless jti', { claims: { jti: 'j'.repeat(513) } }, 'dpop-proof-has-a-jti'],
  ['without htm', { claims: { htm: undefined } }, 'dpop-proof-is-for-the-method'],
  ['for another method', { claims: { htm: 'PUT' } }, 'dpop-proof-is-for-the-method'],
  ['for a method in lower case', { claims: { htm: 'post' } }, 'dpop-proof-is-for-the-method'],
  ['for several methods', { claims: { htm: ['POST', 'GET'] } }, 'dpop-proof-is-for-the-method'],
  ['without htu', { claims: { htu: undefined } }, 'dpop-proof-is-for-the-address'],
  ['for another path', { claims: { htu: `${issuer}/userinfos` } }, 'dpop-proof-is-for-the-address'],
  ['for another host', { claims: { htu: 'https://evil.example/token' } }, 'dpop-proof-is-for-the-address'],
  ['for http', { claims: { htu: 'http://as.example/token' } }, 'dpop-proof-is-for-the-address'],
  ['for another port', { claims: { htu: 'https://as.example:8443/token' } }, 'dpop-proof-is-for-the-address'],
  ['for a path without a host', { claims: { htu: '/token' } }, 'dpop-proof-is-for-the-address'],
  ['for a user at the host', { claims: { htu: 'https://x@as.example/token' } }, 'dpop-proof-is-for-the-address'],
  ['with backslashes', { claims: { htu: 'https:\\\\as.example\\token' } }, 'dpop-proof-is-for-the-address'],
  ['for a list of addresses', { claims: { htu: [tokenAddress] } }, 'dpop-proof-is-for-the-address'],
  ['without iat', { claims: { iat: undefined } }, 'dpop-proof-is-recent'],
  ['with an iat in text', (_, now) => ({ claims: { iat: String(now) } }), 'dpop-proof-is-recent'],
  ['from long ago', (_, now) => ({ claims: { iat: now - 121 } }), 'dpop-proof-is-recent'],
  ['that has expired', (_, now) => ({ claims: { exp: now - 60 } }), 'dpop-proof-is-recent'],
  ['with an expiry in text', { claims: { exp: 'tomorrow' } }, 'dpop-proof-is-recent'],
  ['that is not to be used yet', (_, now) => ({ claims: { nbf: now + 60 } }), 'dpop-proof-is-recent'],
  ['from the future', (_, now) => ({ claims: { iat: now + 60 } }), 'dpop-proof-is-recent'],
];

const partsOf = (parts: (typeof badProofs)[number][1], holder: KeyHolder, now: number): ProofParts =>
  typeof parts === 'function' ? parts(holder, now) : parts;

describe('a DPoP proof', () => {
  it.each(badProofs)('[T-072] is refused %s', async (_, parts, rule) => {
    const { world, mine, asks, signsIn, userinfo } = await worldWith();
    const atToken = await asks(
      forItself,
      await mine.proof('POST', tokenAddress, undefined, partsOf(parts, mine, world.clock.now())),
    );
    expect(atToken.status).toBe(400);
    expect(bodyOf(atToken)).toMatchObject({ error: 'invalid_dpop_proof' });
    expect((await world.receiptOf(atToken)).rule).toBe(rule);

    const { access_token } = await signsIn(mine);
    const proof = await mine.proof('GET', userinfoAddress, access_token, partsOf(parts, mine, world.clock.now()));
    const atResource = await userinfo(access_token, proof);
    expect(atResource.status).toBe(401);
    expect(atResource.headers['www-authenticate']).toMatch(/^DPoP .*error="invalid_dpop_proof".*algs="[^"]*ES256/);
    expect((await world.receiptOf(atResource)).rule).toBe(rule);
  });

  it.each(['nonsense', 'a.b', ''])('[T-072] is a JWT, not %j', async (proof) => {
    const { asks } = await worldWith();
    expect(bodyOf(await asks(forItself, proof))).toMatchObject({ error: 'invalid_dpop_proof' });
  });

  it('[T-072] comes in one header', async () => {
    const { world, mine } = await worldWith();
    const two = [await mine.proof('POST', tokenAddress), await mine.proof('POST', tokenAddress)];
    for (const dpop of [two, two.join(', ')]) {
      const response = await world.send('POST', '/token', {
        headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: world.basic, dpop },
        body: 'grant_type=client_credentials',
      });
      expect(bodyOf(response)).toMatchObject({ error: 'invalid_dpop_proof' });
    }
  });

  it.each([
    'HTTPS://AS.Example/token',
    'https://as.example:443/token',
    'https://as.example/token?a=b#c',
    'https://as.example/./token',
  ])('[T-072] may spell its address %s, whatever the Host header says', async (htu) => {
    const { world, mine } = await worldWith();
    const headers = { authorization: world.basic, host: 'evil.example', dpop: await mine.proof('POST', htu) };
    expect((await world.post('/token', forItself, headers)).status).toBe(200);
  });

  it('may be for the address where certificates are shown', async () => {
    const mutualTls = { authorities: [], aliasUrl: 'https://mtls.as.example' };
    const world = await serverReachedBy({ mutualTls }, aRegisteredClient(required));
    const mine = new KeyHolder(() => world.clock.now());
    const dpop = await mine.proof('POST', 'https://mtls.as.example/token');
    expect((await world.post('/token', forItself, { authorization: world.basic, dpop })).status).toBe(200);
  });

  it('[dpop_proof_ttl] [clock_skew] is good for a while, and may come from a clock that is ahead', async () => {
    const { world, mine, asks } = await worldWith();
    const made = async (ago: number) =>
      (
        await asks(
          forItself,
          await mine.proof('POST', tokenAddress, undefined, { claims: { iat: world.clock.now() - ago } }),
        )
      ).status;
    expect([await made(120), await made(121), await made(-10), await made(-11)]).toEqual([200, 400, 200, 400]);
    setting(world, { dpop_proof_ttl: 30, clock_skew: 40 });
    expect([await made(30), await made(31), await made(-40), await made(-41)]).toEqual([200, 400, 200, 400]);
  });

  it('[dpop_replay_prevention] [T-073] is used once, at whichever instance', async () => {
    const { world, mine, asks } = await worldWith();
    const proof = await mine.proof('POST', tokenAddress);
    const statuses = (await Promise.all(Array.from({ length: 5 }, () => asks(forItself, proof)))).map(
      ({ status }) => status,
    );
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 400, 400, 400, 400]);
    const again = await asks(forItself, proof);
    expect((await world.receiptOf(again)).rule).toBe('dpop-proof-is-used-once');
    setting(world, { dpop_replay_prevention: false });
    expect((await asks(forItself, proof)).status).toBe(200);
  });

  it('[T-073] may have the jti of another key’s', async () => {
    const { mine, theirs, asks } = await worldWith();
    for (const holder of [mine, theirs]) {
      const proof = await holder.proof('POST', tokenAddress, undefined, { claims: { jti: 'the same' } });
      expect((await asks(forItself, proof)).status).toBe(200);
    }
  });

  it('[dpop_nonce_required] [T-073] carries a nonce of the last minutes that this server has made', async () => {
    const { world, mine, asks, userinfo, codeForm } = await worldWith();
    setting(world, { dpop_nonce_required: true });
    const refused = await asks(forItself, await mine.proof('POST', tokenAddress));
    expect(refused.status).toBe(400);
    expect(bodyOf(refused)).toMatchObject({ error: 'use_dpop_nonce' });
    const first = String(refused.headers['dpop-nonce']);
    const with_ = async (nonce: unknown) =>
      asks(forItself, await mine.proof('POST', tokenAddress, undefined, { claims: { nonce } }));

    const granted = await with_(first);
    expect(granted).toMatchObject({ status: 200, headers: { 'dpop-nonce': first } });
    for (const nonce of ['', 7, [first], `${first.slice(0, -1)}${first.endsWith('A') ? 'B' : 'A'}`, 'forged']) {
      expect(bodyOf(await with_(nonce))).toMatchObject({ error: 'use_dpop_nonce' });
    }
    world.clock.advance(noncePeriod);
    const later = await with_(first);
    expect(later.status).toBe(200);
    expect(later.headers['dpop-nonce']).not.toBe(first);
    world.clock.advance(noncePeriod);
    expect(bodyOf(await with_(first))).toMatchObject({ error: 'use_dpop_nonce' });

    const nonce = String(later.headers['dpop-nonce']);
    const form = await codeForm();
    const { access_token } = bodyOf(
      await asks(form, await mine.proof('POST', tokenAddress, undefined, { claims: { nonce } })),
    );
    const challenged = await userinfo(access_token, await mine.proof('GET', userinfoAddress, access_token));
    expect(challenged).toMatchObject({
      status: 401,
      headers: {
        'www-authenticate': expect.stringContaining('error="use_dpop_nonce"'),
        'dpop-nonce': expect.stringMatching(/^[\w-]{43}$/),
      },
    });
    const proof = await mine.proof('GET', userinfoAddress, access_token, { claims: { nonce } });
    expect((await userinfo(access_token, proof)).status).toBe(200);
  });
});

describe('a client that is asked for a nonce', () => {
  it.each(['/token', '/par'])('sends the same assertion again at %s', async (path) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { world, mine } = await worldWith({
      ...required,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [publicKey.export({ format: 'jwk' }) as PublicJwk] },
      enforce_jwt_replay_prevention: true,
    });
    setting(world, { dpop_nonce_required: true });
    const now = world.clock.now();
    const claims = { iss: 'app', sub: 'app', aud: issuer, iat: now, exp: now + 60, jti: 'used once' };
    const form = {
      ...(path === '/par'
        ? Object.fromEntries(new URL(world.authorizationUrl({}), issuer).searchParams)
        : { grant_type: 'client_credentials' }),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(privateKey),
    };
    const send = async (nonce?: string) =>
      world.post(path, form, { dpop: await mine.proof('POST', `${issuer}${path}`, undefined, { claims: { nonce } }) });
    const asked = await send();
    expect(bodyOf(asked)).toMatchObject({ error: 'use_dpop_nonce' });
    expect((await send(String(asked.headers['dpop-nonce']))).status).toBe(path === '/par' ? 201 : 200);
  });
});

describe('a token that is bound to a key', () => {
  it.each(['jwt', 'opaque'] as const)(
    '[T-074] is worth something with proofs of that key alone: %s',
    async (format) => {
      const { world, mine, theirs, signsIn, userinfo } = await worldWith();
      const [manager] = world.settings.records.access_token_managers;
      world.settings.records.access_token_managers = [{ ...manager!, format }];
      const { access_token } = await signsIn(mine);
      expect((await userinfo(access_token, await mine.proof('GET', userinfoAddress, access_token))).status).toBe(200);

      const refusals: [string, ProtocolResponse][] = [
        [
          'access-token-is-used-with-its-key',
          await userinfo(access_token, await theirs.proof('GET', userinfoAddress, access_token)),
        ],
        ['access-token-is-sent-by-its-scheme', await userinfo(access_token, undefined, 'Bearer')],
        [
          'access-token-is-sent-by-its-scheme',
          await userinfo(access_token, await mine.proof('GET', userinfoAddress, access_token), 'Bearer'),
        ],
        ['dpop-proof-is-sent', await userinfo(access_token)],
        ['dpop-proof-is-for-the-token', await userinfo(access_token, await mine.proof('GET', userinfoAddress))],
        [
          'dpop-proof-is-for-the-token',
          await userinfo(access_token, await mine.proof('GET', userinfoAddress, 'another')),
        ],
        [
          'dpop-proof-is-for-the-method',
          await userinfo(access_token, await mine.proof('POST', userinfoAddress, access_token)),
        ],
      ];
      for (const [rule, response] of refusals) {
        expect(response.status, rule).toBe(401);
        expect(response.headers['www-authenticate']).toMatch(/^DPoP .*error="invalid_(token|dpop_proof)".*, algs="/);
        expect((await world.receiptOf(response)).rule).toBe(rule);
      }
      const inForm = await world.post('/userinfo', { access_token });
      expect(inForm.status).toBe(401);
    },
  );

  it('[T-074] is not what another token passes for', async () => {
    const { world, mine, userinfo } = await worldWith({});
    const { access_token } = await world.tokens();
    const proof = await mine.proof('GET', userinfoAddress, access_token);
    expect(await userinfo(access_token, proof)).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': expect.stringMatching(/^DPoP .*error="invalid_token"/) },
    });
    expect((await userinfo(access_token, undefined, 'Bearer')).status).toBe(200);
  });

  it('is asked for where none was sent, beside a bearer token', async () => {
    const { world } = await worldWith();
    const { headers } = await world.send('GET', '/userinfo');
    expect(headers['www-authenticate']).toMatch(/^Bearer realm="[^"]*", DPoP algs="[^"]+"$/);
  });
});
