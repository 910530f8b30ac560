import { describe, expect, it } from 'vitest';
import { networkFault } from './network.js';

describe('a network', () => {
  it.each(['192.0.2.0/24', '0.0.0.0/0', '198.51.100.7/32', '2001:db8::/32', '::/0', '::ffff:192.0.2.1/128'])(
    'may be %s',
    (network) => {
      expect(networkFault(network)).toBeUndefined();
    },
  );

  it.each([
    '192.0.2.0',
    '192.0.2.0/33',
    '192.0.2/24',
    '192.0.2.256/24',
    '192.0.2.0/024',
    '2001:db8::/129',
    ':/8',
    7,
    '',
  ])('may not be %j', (network) => {
    expect(networkFault(network)).toBeDefined();
  });
});
