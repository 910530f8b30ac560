import { describe, expect, it, vi } from 'vitest';
import { TooManyRequests } from './errors.js';
import { MemoryArtifactStore, TestClock } from './ports/memory/index.js';
import { Throttle, guessLimits, sourceOf } from './throttle.js';

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

  /** As many processes as a test wants, on one store. */
  function throttles() {
    const clock = new TestClock();
    const store = new MemoryArtifactStore(clock);
    const counted = store.increment.bind(store);
    const increment = vi.spyOn(store, 'increment');
    const decrement = vi.spyOn(store, 'decrement');
    return {
      clock,
      increment,
      decrement,
      counted,
      another: (keys?: number) => new Throttle(store, clock, { seconds: 60, ...(keys && { keys }) }),
    };
  }
  const fail = (throttle: Throttle, on = limits) => throttle.attempt(() => on).count();
  const admit = (throttle: Throttle, on = limits) => throttle.attempt(() => on).admit();

  it('admits until there were as many failures as the limit says, and again after the window', async () => {
    const { clock, another } = throttles();
    const throttle = another();
    for (let i = 0; i < 3; i++) await fail(throttle);
    await expect(admit(throttle)).rejects.toThrow(TooManyRequests);
    await admit(throttle, others);
    clock.advance(20);
    await expect(fail(throttle)).rejects.toMatchObject({ retryAfter: 40 });
    clock.advance(40);
    await admit(throttle);
    await fail(throttle);
  });

  it('[T-114] counts failures at one process against the limit of another', async () => {
    const { clock, another } = throttles();
    const [one, other] = [another(), another()];
    await Promise.all([fail(one), fail(other), fail(one)]);
    await expect(fail(other)).rejects.toMatchObject({ retryAfter: 60 });
    clock.advance(1);
    await expect(fail(one)).rejects.toMatchObject({ retryAfter: 59 });
    await fail(other, others);
  });

  it('counts an attempt once, and gives back what turned out to be right', async () => {
    const throttle = throttles().another();
    const attempts = [1, 2, 3].map(() => throttle.attempt(() => limits));
    for (const attempt of [...attempts, ...attempts]) await attempt.count();
    await expect(fail(throttle)).rejects.toThrow(TooManyRequests);
    await attempts[0]!.giveBack();
    await attempts[0]!.giveBack();
    await fail(throttle);
    await expect(fail(throttle)).rejects.toThrow(TooManyRequests);
  });

  it('gives nothing back to a window that the attempt was not counted in', async () => {
    const { clock, another } = throttles();
    const throttle = another();
    const late = throttle.attempt(() => limits);
    await late.count();
    clock.advance(60);
    for (let i = 0; i < 3; i++) await fail(throttle);
    await late.giveBack();
    await expect(fail(throttle)).rejects.toThrow(TooManyRequests);
  });

  it('counts nothing when the store fails halfway, and tells of that even if it fails again', async () => {
    const { increment, decrement, counted, another } = throttles();
    const throttle = another();
    const both = [...limits, ...others];
    const away = new Error('the store is away');
    for (let i = 0; i < 9; i++) {
      increment.mockImplementationOnce(counted).mockRejectedValueOnce(away);
      await expect(fail(throttle, both)).rejects.toBe(away);
    }
    expect(decrement).toHaveBeenCalledTimes(9);
    await fail(throttle, both);
    increment.mockResolvedValueOnce({ value: 1, expires_at: 1 }).mockRejectedValueOnce(away);
    decrement.mockRejectedValueOnce(new Error('still away'));
    await expect(fail(throttle, both)).rejects.toBe(away);
  });

  it('keeps the error of an attempt that is abandoned', async () => {
    const { decrement, another } = throttles();
    const attempt = another().attempt(() => limits);
    await attempt.count();
    decrement.mockRejectedValueOnce(new Error('the store is away'));
    await expect(attempt.abandon()).resolves.toBeUndefined();
  });

  it('[T-114] counts what is refused at one target not against the others from its source', async () => {
    const { clock, another } = throttles();
    const throttle = another();
    const source = { key: 'source', failures: 4 };
    for (let i = 0; i < 9; i++) await Promise.allSettled([fail(throttle, [...limits, source])]);
    clock.advance(1);
    await expect(fail(throttle, [...limits, source])).rejects.toThrow(TooManyRequests);
    await fail(throttle, [...others, source]);
    await expect(fail(throttle, [...others, source])).rejects.toThrow(TooManyRequests);
  });

  it('[T-112] asks the store for what nobody fails at not at all, and for what is refused once a second', async () => {
    const { clock, increment, another } = throttles();
    const throttle = another();
    for (let i = 0; i < 100; i++) await admit(throttle);
    expect(increment).not.toHaveBeenCalled();
    for (let i = 0; i < 100; i++) await Promise.allSettled([fail(throttle)]);
    expect(increment).toHaveBeenCalledTimes(3);
    clock.advance(1);
    for (let i = 0; i < 100; i++) await Promise.allSettled([fail(throttle), admit(throttle)]);
    expect(increment).toHaveBeenCalledTimes(5);
  });

  it('[T-113] keeps little in memory, and a flood of other keys does not make it forget', async () => {
    const { clock, another } = throttles();
    const throttle = another(10);
    for (let i = 0; i < 3; i++) await fail(throttle);
    for (let i = 0; i < 1000; i++) await fail(throttle, [{ key: `other ${i}`, failures: 3 }]);
    clock.advance(1);
    await expect(fail(throttle)).rejects.toThrow(TooManyRequests);
  });

  it('[T-114] counts by target and source, and by source', () => {
    const keys = (target: string, address: string) => guessLimits(target, request(address)).map(({ key }) => key);
    expect(new Set([...keys('x', '192.0.2.1'), ...keys('y', '192.0.2.1'), ...keys('x', '192.0.2.2')]).size).toBe(5);
    // A target cannot be spelled so that it passes for an address.
    expect(keys('192.0.2.1', '192.0.2.1')[0]).not.toBe(keys('x', '192.0.2.1')[1]);
    expect(keys('x'.repeat(60_000), '192.0.2.1')[0]!.length).toBeLessThan(400);
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:aaaa:bbbb:cccc:dddd', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['', ''],
    ['no:address', 'no:address'],
  ])('[T-114] takes %s for the source %s', (address, source) => {
    expect(sourceOf(address)).toBe(source);
    expect(guessLimits('x', request(address))[1]!.key).toBe(source);
  });
});
