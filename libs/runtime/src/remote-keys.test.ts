import { beforeEach, describe, expect, it, vi } from 'vitest';
import { keysPublishedAt } from './outbound.js';
import { TestClock } from './ports/memory/index.js';
import { type VerificationKey } from './registered-client.js';
import { RemoteKeys } from './remote-keys.js';
import { generateServerKey } from './signers/generated-key.js';
import { CannedFetcher } from './testing/server-with.js';

const url = 'https://app.example.com/jwks';
const published = keysPublishedAt(url, undefined, {});

describe('keys behind a jwks_uri', () => {
  let clock: TestClock;
  let fetcher: CannedFetcher;
  let keys: RemoteKeys;

  async function publish(...kids: string[]): Promise<void> {
    const made = await Promise.all(
      kids.map(async (kid) => ({
        ...(await generateServerKey({ type: 'ec', modulus_size: 2048, curve: 'P-256' })).public_jwk,
        kid,
      })),
    );
    fetcher.documents.set(url, { keys: made });
  }
  const called = (kid: string) => (key: VerificationKey) => key.kid === kid;
  const kidsOf = async (kid?: string) => {
    const found = await keys.find(published, 300, kid === undefined ? undefined : called(kid));
    return found.keys.map((key) => key.kid);
  };

  beforeEach(() => {
    clock = new TestClock();
    fetcher = new CannedFetcher();
    keys = new RemoteKeys(fetcher, clock);
  });

  it('are fetched once by many at once, and kept for as long as the server says', async () => {
    await publish('a');
    const found = await Promise.all(Array.from({ length: 100 }, () => kidsOf('a')));
    expect(found.every((kids) => kids[0] === 'a')).toBe(true);
    clock.advance(299);
    await kidsOf('a');
    expect(fetcher.asked).toHaveLength(1);
    clock.advance(1);
    await kidsOf('a');
    expect(fetcher.asked).toHaveLength(2);
  });

  it('[T-102] are fetched again for an unknown kid, but no more than twice a minute', async () => {
    await publish('a');
    await kidsOf('a');
    await publish('a', 'b');
    clock.advance(30);
    expect(await kidsOf('b')).toEqual(['a', 'b']);
    for (let second = 0; second < 60; second++, clock.advance(1)) {
      await Promise.all(Array.from({ length: 20 }, (_, i) => kidsOf(`forged-${second}-${i}`)));
    }
    expect(fetcher.asked.length).toBeLessThanOrEqual(2 + 2);
  });

  it('[T-102] are used while the host is away, for a day', async () => {
    await publish('a');
    await kidsOf('a');
    fetcher.documents.clear();
    clock.advance(3600);
    const stale = await keys.find(published, 300, called('a'));
    expect(stale.keys).toHaveLength(1);
    expect(stale.failure).toBe('the host could not be reached');
    clock.advance(86_400);
    expect(await kidsOf('a')).toEqual([]);
    await publish('c');
    clock.advance(30);
    expect(await kidsOf('c')).toEqual(['c']);
    expect((await keys.find(published, 300)).failure).toBeUndefined();
  });

  it('[T-102] of a dead host are not asked for with every request, and hold up nobody else', async () => {
    for (let i = 0; i < 1000; i++) expect(await kidsOf('a')).toEqual([]);
    expect(fetcher.asked).toHaveLength(1);
    const other = 'https://other.example/jwks';
    fetcher.documents.set(other, {
      keys: [{ ...(await generateServerKey({ type: 'ec', modulus_size: 2048, curve: 'P-256' })).public_jwk, kid: 'o' }],
    });
    expect((await keys.find(keysPublishedAt(other, undefined, {}), 300, called('o'))).keys).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['no set', []],
    ['null', null],
    ['no keys', { keys: [] }],
    [
      'sixty-five keys',
      { keys: Array.from({ length: 65 }, (_, i) => ({ kty: 'OKP', crv: 'Ed25519', x: 'A', kid: `${i}` })) },
    ],
    ['a symmetric key', { keys: [{ kty: 'oct', k: 'AAAA' }] }],
    ['a private key', { keys: [{ kty: 'EC', crv: 'P-256', x: 'A', y: 'A', d: 'A' }] }],
    ['a short RSA key', { keys: [{ kty: 'RSA', n: 'AQAB', e: 'AQAB' }] }],
    ['a key off its curve', { keys: [{ kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'B'.repeat(43) }] }],
  ])('[T-057] are none where the document is %s', async (_, document) => {
    fetcher.documents.set(url, document);
    expect(await kidsOf()).toEqual([]);
  });

  it('[T-128] that cannot be asked for are no verdict', async () => {
    vi.spyOn(fetcher, 'getJson').mockRejectedValue(new TypeError('a fault of ours'));
    await expect(keys.find(published, 300)).rejects.toThrow('a fault of ours');
  });
});
