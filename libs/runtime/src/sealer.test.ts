import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SealBroken, Sealer } from './sealer.js';

const [first, second] = [randomBytes(32), randomBytes(32)];
const value = Buffer.from('a private key');

describe('[T-105, T-106] a sealed value', () => {
  it('opens for its purpose, and is never the same twice', () => {
    const sealer = new Sealer([first]);
    const sealed = Array.from({ length: 100 }, () => sealer.seal(value, 'signing-key:1'));
    expect(new Set(sealed).size).toBe(100);
    for (const envelope of sealed) {
      expect(sealer.open(envelope, 'signing-key:1')).toEqual(value);
      expect(Buffer.from(envelope.split('.').at(-1)!, 'base64url').toString('latin1')).not.toContain('private');
    }
    expect(sealer.open(sealer.seal(Buffer.alloc(0), 'x'), 'x')).toHaveLength(0);
  });

  it('opens after the master key has changed, as long as the previous one is there', () => {
    const envelope = new Sealer([first]).seal(value, 'p');
    expect(new Sealer([second, first]).open(envelope, 'p')).toEqual(value);
    expect(() => new Sealer([second]).open(envelope, 'p')).toThrow(SealBroken);
    expect(new Sealer([second]).open(new Sealer([second, first]).seal(value, 'p'), 'p')).toEqual(value);
  });

  it('opens for no other purpose', () => {
    const sealer = new Sealer([first]);
    expect(() => sealer.open(sealer.seal(value, 'client:a'), 'client:b')).toThrow(SealBroken);
  });

  it('does not open when any character was altered or cut', () => {
    const sealer = new Sealer([first]);
    const envelope = sealer.seal(value, 'p');
    for (let at = 0; at < envelope.length; at++) {
      const altered = envelope.slice(0, at) + (envelope[at] === 'A' ? 'B' : 'A') + envelope.slice(at + 1);
      try {
        // The last character of base64url may carry bits that mean nothing.
        expect(sealer.open(altered, 'p')).toEqual(value);
      } catch (error) {
        expect(error).toBeInstanceOf(SealBroken);
      }
      expect(() => sealer.open(envelope.slice(0, at), 'p')).toThrow(SealBroken);
    }
  });

  it.each(['', '.', 'v1', 'v1...', 'v2.a.b.c', 'v1.00000000.AAAA.AAAA', 'é', '....'])('is not %j', (envelope) => {
    expect(() => new Sealer([first]).open(envelope, 'p')).toThrow(SealBroken);
  });

  it('needs master keys of 32 octets', () => {
    for (const keys of [[], [Buffer.alloc(31)], [first, Buffer.alloc(33)]]) {
      expect(() => new Sealer(keys)).toThrow(TypeError);
    }
  });
});
