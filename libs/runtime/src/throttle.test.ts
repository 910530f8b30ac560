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
  const others = [{ key: 'b', failures: 3 }];

  function aThrottle(options: { keys?: number } = {}) {
    const clock = new TestClock();
    const throttle = new Throttle(clock, { seconds: 60, ...options });
    return { clock, throttle, fail: (on = limits) => throttle.attempt(on).count() };
  }

  it('admits until there were as many failures as the limit says, and again after the window', () => {
    const { clock, throttle, fail } = aThrottle();
    for (let i = 0; i < 3; i++) fail();
    expect(() => throttle.attempt(limits).admit()).toThrow(TooManyRequests);
    expect(() => throttle.attempt(others).admit()).not.toThrow();
    clock.advance(20);
    expect(() => fail()).toThrow(expect.objectContaining({ retryAfter: 40 }));
    clock.advance(40);
    expect(() => throttle.attempt(limits).admit()).not.toThrow();
  });

  it('counts an attempt once, and gives back what turned out to be right', () => {
    const { throttle, fail } = aThrottle();
    const attempts = [1, 2, 3].map(() => throttle.attempt(limits));
    for (const attempt of attempts) attempt.count();
    for (const attempt of attempts) attempt.count();
    expect(() => fail()).toThrow(TooManyRequests);
    attempts[0]!.giveBack();
    attempts[0]!.giveBack();
    fail();
    expect(() => fail()).toThrow(TooManyRequests);
  });

  it('gives nothing back to a window that the attempt was not counted in', () => {
    const { clock, throttle, fail } = aThrottle();
    const late = throttle.attempt(limits);
    late.count();
    clock.advance(60);
    for (let i = 0; i < 3; i++) fail();
    late.giveBack();
    expect(() => fail()).toThrow(TooManyRequests);
  });

  it('[T-113] is bounded, and a flood of other keys does not push out what keeps failing', () => {
    const { throttle, fail } = aThrottle({ keys: 100 });
    for (let i = 0; i < 10_000; i++) {
      if (i % 50 === 0 && i < 150) fail();
      if (i < 100) fail([{ key: `other ${i}`, failures: 3 }]);
    }
    expect(() => throttle.attempt(limits).admit()).toThrow(TooManyRequests);
    for (let i = 0; i < 101; i++) fail([{ key: `more ${i}`, failures: 3 }]);
    expect(() => throttle.attempt(limits).admit()).not.toThrow();
  });

  it('[T-114] counts by target and source, and by source', () => {
    const keys = (target: string, address: string) => guessLimits(target, request(address)).map(({ key }) => key);
    expect(new Set([...keys('x', '192.0.2.1'), ...keys('y', '192.0.2.1'), ...keys('x', '192.0.2.2')]).size).toBe(5);
    // A target cannot be spelled so that it passes for an address.
    expect(keys('192.0.2.1', '192.0.2.1')[0]).not.toBe(keys('x', '192.0.2.1')[1]);
    expect(keys('x'.repeat(60_000), '192.0.2.1')[0]!.length).toBeLessThan(400);
  });
});
