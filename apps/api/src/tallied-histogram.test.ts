import { Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { TalliedHistogram } from './tallied-histogram.js';

const options = { name: 'seconds', help: 'How long it took.', buckets: [0.1, 0.5, 1] };

test('reads like a histogram of prom-client that saw the same', async () => {
  const [ours, theirs] = [new Registry(), new Registry()];
  const reference = new Histogram({ ...options, labelNames: ['endpoint'], registers: [theirs] });
  const tallied = new TalliedHistogram({ ...options, register: ours });
  for (const endpoint of ['token', 'jwks']) {
    const distribution = tallied.distribution({ endpoint });
    for (const value of [0, 0.05, 0.1, 0.3, 1, 1.5, 20]) {
      distribution.observe(value);
      reference.observe({ endpoint }, value);
    }
  }
  expect(await ours.metrics()).toBe(await theirs.metrics());
  expect(await ours.metrics()).toBe(await theirs.metrics());
});
