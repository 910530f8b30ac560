import { describe, expect, it } from 'vitest';
import { clientInSentences } from './sentences.js';

describe('a client in sentences', () => {
  it('says what a machine may do', () => {
    expect(
      clientInSentences({
        client_name: 'Billing worker',
        client_type: 'server_to_server',
        grant_types: ['client_credentials'],
        token_endpoint_auth_method: 'client_secret_basic',
        scope: 'payments invoices',
        access_token_ttl: 300,
      }),
    ).toEqual([
      'Billing worker is a service that acts without users.',
      'It obtains tokens in its own name, without a user.',
      'It proves who it is with a secret in the Authorization header.',
      'It may ask for payments, invoices.',
      'Its access tokens live 5 minutes.',
    ]);
  });

  it('says where users return to and whether they are asked', () => {
    const sentences = clientInSentences({
      client_name: 'Shop',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['https://shop.example.com/cb'],
      refresh_token_ttl: 3600,
      rotate_refresh_tokens: true,
      first_party: true,
    });
    expect(sentences).toContain('It signs users in, and they return to https://shop.example.com/cb.');
    expect(sentences).toContain(
      'It keeps access without a new sign-in: a refresh token lives 1 hour and is replaced at each use.',
    );
    expect(sentences).toContain('Users are not asked for consent.');
  });
});
