import { describe, expect, it } from 'vitest';
import { TooManyRequests } from './errors.js';
import { TestClock } from './ports/memory/index.js';
import { Throttle, guessLimits } from './throttle.js';

const request = (address: string) => ({
  method: 'POST',
  path: '/',
  query: '',
  headers: {},
  body: '',
  peer: { address },
});

describe('a throttle', () => {
  const limits = [{ key: 'a', failures: 3 }];

  it('admits until there were as many failures as the limit says, and again after the window', () => {
    const clock = new TestClock();
    const throttle = new Throttle(clock, { seconds: 60 });
    for (let i = 0; i < 3; i++) throttle.fail(limits);
    expect(() => throttle.admit(limits)).toThrow(TooManyRequests);
    expect(() => throttle.admit([{ key: 'b', failures: 3 }])).not.toThrow();
    clock.advance(20);
    expect(() => throttle.fail(limits)).toThrow(expect.objectContaining({ retryAfter: 40 }));
    clock.advance(40);
    expect(() => throttle.admit(limits)).not.toThrow();
  });

  it('[T-113] is bounded, and a flood of other keys does not push out what keeps failing', () => {
    const throttle = new Throttle(new TestClock(), { seconds: 60, keys: 100 });
    for (let i = 0; i < 10_000; i++) {
      if (i % 50 === 0 && i < 150) throttle.fail(limits);
      if (i < 100) throttle.fail([{ key: `other ${i}`, failures: 3 }]);
    }
    expect(() => throttle.admit(limits)).toThrow(TooManyRequests);
    for (let i = 0; i < 101; i++) throttle.fail([{ key: `more ${i}`, failures: 3 }]);
    expect(() => throttle.admit(limits)).not.toThrow();
  });

  it('[T-114] counts by target and source, and by source', () => {
    const keys = (target: string, address: string) => guessLimits(target, request(address)).map(({ key }) => key);
    expect(new Set([...keys('x', '192.0.2.1'), ...keys('y', '192.0.2.1'), ...keys('x', '192.0.2.2')]).size).toBe(5);
    // A target cannot be spelled so that it passes for an address.
    expect(keys('192.0.2.1', '192.0.2.1')[0]).not.toBe(keys('x', '192.0.2.1')[1]);
    expect(keys('x'.repeat(60_000), '192.0.2.1')[0]!.length).toBeLessThan(400);
  });
});
