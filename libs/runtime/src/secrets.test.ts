import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TestClock } from './ports/memory/index.js';
import { SecretChecker } from './client-authentication/secret-checker.js';
import { Busy } from './errors.js';
import { digestOf, fitsScrypt, randomToken, sameDigest, scryptVerifier, unmatchedVerifier } from './secrets.js';
import { aSecret } from './testing/server-with.js';

describe('a value with authority', () => {
  it('[T-038] has 256 bits, and is never the same twice', () => {
    const values = Array.from({ length: 1000 }, () => randomToken());
    expect(new Set(values).size).toBe(1000);
    for (const value of values) expect(value).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(randomToken(16)).toHaveLength(22);
  });

  it('[T-038] is kept as a digest', () => {
    expect(digestOf('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
        expect(sameDigest(digestOf(left), digestOf(right))).toBe(Buffer.from(left).equals(Buffer.from(right)));
      }),
    );
    expect(sameDigest('abc', 'abcd')).toBe(false);
  });
});

describe('a chosen secret', () => {
  it('[T-105] that nobody has costs as much to refuse as any other, and never fits', async () => {
    const verifier = unmatchedVerifier();
    expect(await fitsScrypt('', verifier)).toBe(false);
    const shape = (text: string) => text.split('$').map((part, at) => (at < 3 ? part : part.length));
    expect(shape(verifier)).toEqual(shape(await scryptVerifier('any')));
  });

  it('[T-105] fits its own verifier, which is another one each time', async () => {
    const [one, two] = await Promise.all([scryptVerifier('é secret'), scryptVerifier('é secret')]);
    expect(one).not.toBe(two);
    expect(one).not.toContain('secret');
    expect(await fitsScrypt('é secret', one)).toBe(true);
    expect(await fitsScrypt('e secret', one)).toBe(false);
    expect(await fitsScrypt('', one)).toBe(false);
    await expect(fitsScrypt('x', 'not a verifier')).rejects.toThrow(TypeError);
  });

  it('[T-112] costs one scrypt, and then no more than a generated one', async () => {
    const checker = new SecretChecker(new TestClock());
    const verifiers = [{ ...aSecret('x'), scheme: 'scrypt' as const, digest: await scryptVerifier('chosen') }];
    // Processor time, which a busy machine does not stretch as it does the clock.
    const cost = async (secret: string) => {
      const before = process.cpuUsage();
      expect(await checker.find(secret, verifiers)).toBe(secret === 'chosen' ? verifiers[0] : undefined);
      return process.cpuUsage(before).user;
    };
    const first = await cost('chosen');
    expect(await cost('chosen')).toBeLessThan(first / 2);
    expect(await cost('wrong')).toBeGreaterThan(first / 5);
    expect(await cost('wrong')).toBeGreaterThan(first / 5);
  });

  it('[T-112] keeps a bounded number waiting, and answers the others at once', async () => {
    const checker = new SecretChecker(new TestClock());
    const verifiers = [{ ...aSecret('x'), scheme: 'scrypt' as const, digest: await scryptVerifier('chosen') }];
    const flood = await Promise.allSettled(
      Array.from({ length: 100 }, (_, i) => checker.find(`wrong ${i}`, verifiers)),
    );
    const refused = flood.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(100 - 4 - 64);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(Busy);
    expect(await checker.find('chosen', verifiers)).toBe(verifiers[0]);
  }, 30_000);

  it('[T-059] ends at its second, remembered or not', async () => {
    const clock = new TestClock(1000);
    const checker = new SecretChecker(clock);
    const digest = await scryptVerifier('chosen');
    const verifiers = [{ ...aSecret('x'), scheme: 'scrypt' as const, digest, expires_at: 1010 }];
    clock.set(1009);
    expect(await checker.find('chosen', verifiers)).toBeDefined();
    clock.set(1010);
    expect(await checker.find('chosen', verifiers)).toBeUndefined();
    expect(await checker.findExpired('chosen', verifiers)).toBe(verifiers[0]);
  });
});
