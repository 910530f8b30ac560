import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  type Client,
  type PublicJwk,
  contentEncryptionAlgs,
  symmetricKeyManagementAlgs,
} from '@clientele/client-schema';
import { completeRecord } from '@clientele/client-schema/resource';
import { VerificationKeyMembers } from '@clientele/client-schema/resources/verification-keys';
import { type JSONWebKeySet, compactDecrypt, createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { type World, aRegisteredClient, aSecret, issuer, secret, serverWith } from '../testing/server-with.js';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const x25519 = generateKeyPairSync('x25519');
const jwkOf = ({ publicKey }: typeof rsa, members: object = {}) =>
  ({ ...publicKey.export({ format: 'jwk' }), ...members }) as PublicJwk;

/** A client whose ID tokens and userinfo answers are encrypted, and which has kept its secret where it can be used. */
function aClientWith(document: Partial<Client>) {
  const kept = aSecret(secret, { key: Buffer.from(secret) });
  return aRegisteredClient({ first_party: true, userinfo_signed_response_alg: 'RS256', ...document }, [kept]);
}

async function verified(world: World, jwt: string) {
  const jwks = createLocalJWKSet(JSON.parse((await world.send('GET', '/jwks')).body) as JSONWebKeySet);
  return (await jwtVerify(jwt, jwks, { issuer, audience: 'app', currentDate: new Date(world.clock.now() * 1000) }))
    .payload;
}

async function decrypted(jwe: string, key: Parameters<typeof compactDecrypt>[1]) {
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, key);
  return { jwt: Buffer.from(plaintext).toString(), header: protectedHeader };
}

describe('what is encrypted to a client', () => {
  it.each([
    ['RSA-OAEP', rsa],
    ['RSA-OAEP-256', rsa],
    ['ECDH-ES', ec],
    ['ECDH-ES+A192KW', ec],
    ['ECDH-ES+A256KW', x25519],
  ] as const)(
    '[id_token_encrypted_response_alg] [userinfo_encrypted_response_alg] takes its public key with %s',
    async (alg, keys) => {
      const world = await serverWith(
        aClientWith({
          id_token_encrypted_response_alg: alg,
          userinfo_encrypted_response_alg: alg,
          jwks: { keys: [jwkOf(keys, { use: 'enc', kid: 'mine' })] },
        }),
      );
      const { id_token, access_token } = await world.tokens();
      const { jwt, header } = await decrypted(id_token, keys.privateKey);
      expect(header).toMatchObject({ alg, enc: 'A128CBC-HS256', cty: 'JWT', kid: 'mine' });
      expect(await verified(world, jwt)).toMatchObject({ sub: 'a11ce' });

      const answer = await world.send('GET', '/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
      expect(answer.headers['content-type']).toBe('application/jwt');
      const userinfo = await decrypted(answer.body, keys.privateKey);
      expect(await verified(world, userinfo.jwt)).toMatchObject({ sub: 'a11ce' });
    },
  );

  it.each(contentEncryptionAlgs)(
    '[id_token_encrypted_response_enc] [userinfo_encrypted_response_enc] has its content under %s',
    async (enc) => {
      const world = await serverWith(
        aClientWith({
          id_token_encrypted_response_alg: 'ECDH-ES',
          id_token_encrypted_response_enc: enc,
          userinfo_encrypted_response_alg: 'ECDH-ES',
          userinfo_encrypted_response_enc: enc,
          jwks: { keys: [jwkOf(ec)] },
        }),
      );
      const { id_token, access_token } = await world.tokens();
      expect((await decrypted(id_token, ec.privateKey)).header.enc).toBe(enc);
      const answer = await world.send('GET', '/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
      expect((await decrypted(answer.body, ec.privateKey)).header.enc).toBe(enc);
    },
  );

  it.each(symmetricKeyManagementAlgs.flatMap((alg) => contentEncryptionAlgs.map((enc) => [alg, enc] as const)))(
    'takes a digest of its secret with %s and %s',
    async (alg, enc) => {
      const world = await serverWith(
        aClientWith({ id_token_encrypted_response_alg: alg, id_token_encrypted_response_enc: enc }),
      );
      const { id_token } = await world.tokens();
      // OpenID Connect Core §10.2.
      const octets = alg === 'dir' ? contentOctets[enc] : Number(/\d+/.exec(alg)![0]) / 8;
      const digest = octets <= 32 ? 'sha256' : octets <= 48 ? 'sha384' : 'sha512';
      const key = createHash(digest).update(secret).digest().subarray(0, octets);
      const { jwt } = await decrypted(id_token, key);
      expect(await verified(world, jwt)).toMatchObject({ sub: 'a11ce' });
    },
  );

  it.each([{ key_ops: [] }, { key_ops: ['deriveBits'] }, { key_ops: ['deriveKey'] }])(
    'takes a key of an agreement as other libraries write it: %o',
    async (members) => {
      const jwks = { keys: [jwkOf(ec, members)] };
      const world = await serverWith(aClientWith({ id_token_encrypted_response_alg: 'ECDH-ES', jwks }));
      const { jwt } = await decrypted((await world.tokens()).id_token, ec.privateKey);
      expect(await verified(world, jwt)).toMatchObject({ sub: 'a11ce' });
    },
  );

  it('is not encrypted to a point off its curve', async () => {
    const nowhere = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } as const;
    const world = await serverWith(
      aClientWith({ id_token_encrypted_response_alg: 'ECDH-ES', jwks: { keys: [nowhere] } }),
    );
    const code = (await world.authorize()).get('code')!;
    expect(await world.exchange(code)).toMatchObject({ error: 'temporarily_unavailable' });
    await world.server.receiptsWritten();
    expect(world.receipts.receipts.at(-1)).toMatchObject({ rule: 'id-token-can-be-encrypted' });
  });

  it('takes the key among several that is meant for it, also at its jwks_uri', async () => {
    const jwks = {
      keys: [
        jwkOf(rsa, { kid: 'signs', use: 'sig' }),
        jwkOf(rsa, { kid: 'any' }),
        jwkOf(ec, { kid: 'ec' }),
        jwkOf(rsa, { kid: 'encrypts', use: 'enc' }),
      ],
    };
    const jwks_uri = 'https://app.example.com/jwks';
    for (const document of [{ jwks }, { jwks_uri }]) {
      const world = await serverWith(aClientWith({ id_token_encrypted_response_alg: 'RSA-OAEP', ...document }));
      world.fetcher.documents.set(jwks_uri, jwks);
      const { header } = await decrypted((await world.tokens()).id_token, rsa.privateKey);
      expect(header.kid).toBe('encrypts');
    }
  });

  it('[id_token_encryption_key_id] takes a key that the server keeps, until that expires', async () => {
    const world = await serverWith(
      aClientWith({
        id_token_encrypted_response_alg: 'RSA-OAEP',
        userinfo_encrypted_response_alg: 'ECDH-ES',
        id_token_encryption_key_id: 'partner',
        jwks: { keys: [jwkOf(ec), jwkOf(rsa, { kid: 'own' })] },
      }),
    );
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const keep = (use: 'sig' | 'enc') => {
      const key = publicKey.export({ type: 'spki', format: 'pem' }).toString();
      const expires_at = new Date((world.clock.now() + 600) * 1000).toISOString();
      const record = { id: 'partner', name: 'Partner', key, use, expires_at };
      world.settings.records.verification_keys = [completeRecord(VerificationKeyMembers, record)];
      world.changes.emit({ kind: 'server' });
    };
    keep('enc');
    const { id_token, access_token } = await world.tokens();
    const { jwt } = await decrypted(id_token, privateKey);
    expect(await verified(world, jwt)).toMatchObject({ sub: 'a11ce' });
    const answer = await world.send('GET', '/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
    await decrypted(answer.body, ec.privateKey);

    const code = async () => (await world.authorize()).get('code')!;
    world.clock.advance(600);
    expect(await world.exchange(await code())).toMatchObject({ error: 'temporarily_unavailable' });
    keep('sig');
    expect(await world.exchange(await code())).toMatchObject({ error: 'temporarily_unavailable' });
  });

  it.each([
    ['no key', { jwks: { keys: [jwkOf(ec)] } }, 'no public key that is meant for RSA-OAEP'],
    ['keys that cannot be fetched', { jwks_uri: 'https://gone.example/jwks' }, 'could not be fetched'],
  ])('is not given to a client with %s, and its code stays good', async (_, document, sentence) => {
    const world = await serverWith(aClientWith({ id_token_encrypted_response_alg: 'RSA-OAEP', ...document }));
    const code = (await world.authorize()).get('code')!;
    expect(await world.exchange(code)).toMatchObject({ error: 'temporarily_unavailable' });
    await world.server.receiptsWritten();
    expect(world.receipts.receipts.at(-1)).toMatchObject({
      rule: 'id-token-can-be-encrypted',
      sentence: expect.stringContaining(sentence),
    });
    const jwks = { keys: [jwkOf(rsa)] };
    world.change({ jwks });
    world.fetcher.documents.set('https://gone.example/jwks', jwks);
    // Keys that could not be fetched are asked for again after a while.
    world.clock.advance(30);
    expect(await world.exchange(code)).toHaveProperty('id_token');
  });
});

const contentOctets = {
  'A128CBC-HS256': 32,
  'A192CBC-HS384': 48,
  'A256CBC-HS512': 64,
  A128GCM: 16,
  A192GCM: 24,
  A256GCM: 32,
};
