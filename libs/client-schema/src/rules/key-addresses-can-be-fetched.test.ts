import { describe, expect, it } from 'vitest';
import { aClient, adviceOf } from '../testing.js';

describe('key-addresses-can-be-fetched', () => {
  const advised = (jwks_uri: string) =>
    adviceOf(aClient({ token_endpoint_auth_method: 'private_key_jwt', jwks_uri })).filter(
      ({ rule }) => rule === 'key-addresses-can-be-fetched',
    );

  it.each([
    ['another port', 'https://app.example.com:8443/jwks', 'port 443'],
    ['an address of a private network', 'https://10.0.0.7/jwks', 'private networks'],
    ['an address in another notation', 'https://0x7f.1/jwks', 'private networks'],
    ['a loopback address', 'https://[::1]/jwks', 'private networks'],
    ['a name without a dot', 'https://localhost/jwks', 'private networks'],
    ['a name of a private network', 'https://keys.svc.internal/jwks', 'private networks'],
  ])('warns of %s', (_, address, why) => {
    expect(advised(address)).toMatchObject([{ pointer: '/jwks_uri', detail: expect.stringContaining(why) as string }]);
  });

  it.each(['https://app.example.com/jwks', 'https://app.example.com:443/jwks', 'https://internal.example.com/jwks'])(
    'accepts %s',
    (address) => {
      expect(advised(address)).toEqual([]);
    },
  );

  it('warns of the keys of a second way, too', () => {
    const client = aClient({
      secondary_token_endpoint_auth_method: 'private_key_jwt',
      secondary_jwks_uri: 'https://10.0.0.7/jwks',
    });
    expect(adviceOf(client)).toContainEqual(
      expect.objectContaining({ pointer: '/secondary_jwks_uri', rule: 'key-addresses-can-be-fetched' }),
    );
  });
});
