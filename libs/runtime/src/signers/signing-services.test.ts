import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { type PublicJwk } from '@clientele/client-schema';
import { completeRecord } from '@clientele/client-schema/resource';
import { HttpClientMembers } from '@clientele/client-schema/resources/http-clients';
import { SignatureAdapterMembers } from '@clientele/client-schema/resources/signature-adapters';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { describe, expect, it } from 'vitest';
import { FetchFailed, type Incoming, type Outgoing } from '../ports/fetcher.js';
import { type KeyStore, ownPair } from '../ports/key-store.js';
import { aRegisteredClient, issuer, redirectUri, serverWith, verifier } from '../testing/server-with.js';
import { SignatureUnavailable } from './signing-services.js';

const vault = { id: 'vault', name: 'Vault', url: 'https://vault.example/v1/', http_client_id: 'patient' };
const ec = { type: 'ec', modulus_size: 2048, curve: 'P-256' } as const;

/** A signing service, as an operator would run one. */
class Vault {
  readonly asked: { path: string; token: string; body: Record<string, unknown>; seconds: number | undefined }[] = [];
  readonly #keys = new Map<string, KeyObject>();
  /** Answers in place of what is right. */
  instead: ((path: string) => Incoming | undefined) | undefined;

  answer(url: URL, { headers, body, seconds }: Outgoing): Incoming {
    const asked = JSON.parse(body!) as Record<string, string>;
    const token = String(headers?.['authorization']).replace('Bearer ', '');
    this.asked.push({ path: url.pathname, token, body: asked, seconds });
    const other = this.instead?.(url.pathname);
    if (other) return other;
    if (url.pathname === '/v1/keys') return said({ reference: 'key/1', jwk: this.make('key/1') });
    const key = this.#keys.get(decodeURIComponent(url.pathname.split('/')[3]!))!;
    const input = Buffer.from(asked['input']!, 'base64url');
    return said({ signature: sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url') });
  }

  make(reference: string): PublicJwk {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#keys.set(reference, privateKey);
    return publicKey.export({ format: 'jwk' }) as PublicJwk;
  }
}

function said(body: unknown, status = 200): Incoming {
  return { status, headers: {}, body: JSON.stringify(body) };
}

/** A server that knows the vault, and whose client has a key there. */
async function withVault() {
  const record = aRegisteredClient({
    key_pair_type: 'ec',
    signatures_adapter: 'vault',
    id_token_signed_response_alg: 'ES256',
    userinfo_signed_response_alg: 'ES256',
  });
  const world = await serverWith(record);
  const { records } = world.settings;
  records.http_clients = [completeRecord(HttpClientMembers, { id: 'patient', name: 'x', read_timeout: 9 })];
  records.signature_adapters = [...records.signature_adapters, completeRecord(SignatureAdapterMembers, vault)];
  const service = new Vault();
  world.fetcher.hosts.set('vault.example', (url, request) => service.answer(url, request));
  const { kid, public_jwk, ...where } = await world.server.makeKeyElsewhere('vault', ec);
  const keys = await world.keys.list();
  const key = { kid, public_jwk, pair: ownPair(record.id), client_id: 'app', state: 'active', until: null } as const;
  const published: KeyStore['list'] = async () => [...keys, { ...key, algs: ['ES256'], signer: where }];
  Object.assign(world.keys, { list: published });
  world.changes.emit({ kind: 'keys' });
  return { world, service, kid };
}

describe('a signing service', () => {
  it('[signatures_adapter] makes the key of a client and signs its ID tokens and userinfo answers', async () => {
    const { world, service, kid } = await withVault();
    expect(service.asked[0]).toMatchObject({ path: '/v1/keys', body: { type: 'ec', curve: 'P-256' }, seconds: 9 });
    const { id_token, access_token } = await world.tokens();
    expect(decodeProtectedHeader(id_token)).toMatchObject({ alg: 'ES256', kid });
    expect(service.asked[1]!.path).toBe('/v1/keys/key%2F1/sign');
    const keys = createLocalJWKSet(JSON.parse((await world.send('GET', '/jwks')).body) as JSONWebKeySet);
    const currentDate = new Date(world.clock.now() * 1000);
    expect((await jwtVerify(id_token, keys, { currentDate })).payload.sub).toBe('a11ce');
    const userinfo = await world.send('GET', '/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
    expect((await jwtVerify(userinfo.body, keys, { currentDate })).protectedHeader.kid).toBe(kid);
  });

  it('knows the server by a token for its address, signed with a key that the server keeps', async () => {
    const { world, service, kid } = await withVault();
    await world.tokens();
    const keys = createLocalJWKSet(JSON.parse((await world.send('GET', '/jwks')).body) as JSONWebKeySet);
    const currentDate = new Date(world.clock.now() * 1000);
    for (const { token } of service.asked) {
      const { payload, protectedHeader } = await jwtVerify(token, keys, { currentDate });
      expect(payload).toMatchObject({ iss: issuer, aud: vault.url });
      expect(protectedHeader.kid).not.toBe(kid);
    }
    expect(new Set(service.asked.map(({ token }) => token)).size).toBe(service.asked.length);
  });

  it.each<[string, () => Incoming]>([
    ['is down', () => said({}, 500)],
    ['wants another token', () => said({}, 401)],
    [
      'does not answer',
      () => {
        throw new FetchFailed('no answer within 9 s');
      },
    ],
    ['speaks no JSON', () => ({ status: 200, headers: {}, body: '<html>' })],
    ['says nothing', () => said({})],
    ['says another thing', () => said({ signature: 7 })],
    ['signs with nothing', () => said({ signature: '' })],
    ['signs with another key', () => said({ signature: Buffer.alloc(64, 1).toString('base64url') })],
  ])('makes the request fail when it %s: no token goes out, and the event is counted', async (_, instead) => {
    const { world, service } = await withVault();
    const code = (await world.authorize()).get('code')!;
    service.instead = instead;
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
    const answer = await world.asClient('/token', form);
    expect(answer.status).toBe(503);
    const body = JSON.parse(answer.body) as Record<string, unknown>;
    expect(body).toMatchObject({ error: 'temporarily_unavailable' });
    expect(body).not.toHaveProperty('id_token');
    expect(body).not.toHaveProperty('access_token');
    expect(world.audit.events).toContainEqual({ type: 'signature_unavailable', detail: { adapter_id: 'vault' } });
    expect((await world.receiptOf(answer)).sentence).toContain('The signature adapter vault');
    service.instead = undefined;
    expect(await world.tokens({ prompt: 'login' })).toHaveProperty('id_token');
  });

  it.each<[string, object]>([
    ['has no name', { jwk: new Vault().make('x') }],
    ['is of another kind', { reference: 'x', jwk: { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) } }],
    ['shows its private half', { reference: 'x', jwk: { ...new Vault().make('x'), d: 'AAAA' } }],
    ['is none', { reference: 'x', jwk: 'AAAA' }],
  ])('is not believed when the key that it has made %s', async (_, answer) => {
    const { world, service } = await withVault();
    service.instead = () => said(answer);
    await expect(world.server.makeKeyElsewhere('vault', ec)).rejects.toThrow(SignatureUnavailable);
  });

  it('is not asked where its adapter is not there any more', async () => {
    const { world } = await withVault();
    await expect(world.server.makeKeyElsewhere('gone', ec)).rejects.toThrow('gone is not there any more');
  });

  it('[T-011] is asked nothing for an explanation, also where it would not answer', async () => {
    const { world, service } = await withVault();
    const code = (await world.authorize()).get('code')!;
    const before = service.asked.length;
    service.instead = () => said({}, 500);
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
    const parameters = new URLSearchParams(form).toString();
    const imagined = { endpoint: '/token', client_id: 'app', parameters, address: '203.0.113.9' } as const;
    expect(await world.server.explain(imagined)).toMatchObject({ decision: 'granted' });
    expect(service.asked).toHaveLength(before);
    service.instead = undefined;
    expect((await world.asClient('/token', form)).status).toBe(200);
    expect(service.asked).toHaveLength(before + 1);
  });
});
