import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './special-addresses.js';

describe('[T-099] an address', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:81b::200e',
    '2001:200::1',
  ])('%s is on the public internet', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ['this network', '0.0.0.0', '0.255.255.255'],
    ['private', '10.0.0.0', '10.255.255.255', '172.16.0.0', '172.31.255.255', '192.168.0.0', '192.168.255.255'],
    ['carrier-grade NAT', '100.64.0.0', '100.127.255.255'],
    ['loopback', '127.0.0.1', '127.255.255.255', '::1'],
    ['link-local and metadata', '169.254.0.0', '169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
    ['protocol assignments', '192.0.0.1', '192.0.0.170', '2001::1', '2001:1ff:ffff::1'],
    ['documentation', '192.0.2.1', '198.51.100.1', '203.0.113.255', '2001:db8::1', '3fff::1'],
    ['benchmarking', '198.18.0.0', '198.19.255.255', '2001:2::1'],
    ['AS112 and 6to4 relays', '192.31.196.1', '192.175.48.1', '192.88.99.1', '2620:4f:8000::1'],
    ['multicast', '224.0.0.1', '239.255.255.255', 'ff02::1'],
    ['reserved and broadcast', '240.0.0.1', '255.255.255.255'],
    ['unspecified', '::'],
    ['mapped IPv4', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8'],
    ['compatible IPv4', '::127.0.0.1'],
    ['translated IPv4', '64:ff9b::7f00:1', '64:ff9b:1::1', '2002:7f00:1::1', '::ffff:0:127.0.0.1'],
    ['unique local', 'fc00::1', 'fd12:3456::1'],
    ['site-local and discard', 'fec0::1', '100::1'],
    ['segment routing', '5f00::1'],
    ['no address', '', 'localhost', '127.1', '2130706433', '0x7f.0.0.1', '8.8.8.8.', '1.2.3.4/8', '[::1]', '010.0.0.1'],
  ])('that is %s is not', (_, ...addresses) => {
    for (const address of addresses) expect([address, isPublicAddress(address)]).toEqual([address, false]);
  });
});
