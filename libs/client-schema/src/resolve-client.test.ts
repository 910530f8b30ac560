import { describe, expect, it } from 'vitest';
import { defaultSettings } from './client.js';
import { effectiveValue, resolveClient } from './resolve-client.js';
import { aClient } from './testing.js';

describe('an effective client', () => {
  const settings = { ...defaultSettings, access_token_ttl: 120 };

  it.each([
    ['its own value', { access_token_ttl: 60 }, 60],
    ['the server’s where it has none', {}, 120],
    ['the server’s where it says null', { access_token_ttl: null }, 120],
  ])('takes %s', (_, own, expected) => {
    expect(resolveClient({ ...aClient(), ...own }, settings).access_token_ttl).toBe(expected);
  });

  it('keeps values that are false, zero or empty', () => {
    const client = { ...aClient(), rotate_refresh_tokens: false, refresh_token_ttl: 0, description: '' };
    expect(resolveClient(client, settings)).toMatchObject({
      rotate_refresh_tokens: false,
      refresh_token_ttl: 0,
      description: '',
    });
  });

  it('never holds the secret', () => {
    expect(resolveClient({ ...aClient(), client_secret: 'x'.repeat(32) }, settings)).not.toHaveProperty(
      'client_secret',
    );
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(resolveClient(aClient(), settings))).toBe(true);
  });
});

describe('an effective value', () => {
  it('says where it comes from', () => {
    const client = aClient({ id_token_ttl: 60 });
    expect(effectiveValue(client, defaultSettings, 'id_token_ttl')).toEqual({ value: 60, origin: 'client' });
    expect(effectiveValue(client, defaultSettings, 'access_token_ttl')).toEqual({ value: 300, origin: 'server' });
    expect(effectiveValue({ client_name: 'A' }, defaultSettings, 'enabled')).toEqual({
      value: true,
      origin: 'default',
    });
  });

  it('is not defined for what is no field', () => {
    expect(() => effectiveValue(aClient(), defaultSettings, 'constructor')).toThrow(TypeError);
  });
});
