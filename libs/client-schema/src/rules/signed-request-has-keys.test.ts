import { describe, expect, it } from 'vitest';
import { type Client } from '../client.js';
import { completeRecord } from '../resource.js';
import { VerificationKeyMembers } from '../resources/verification-keys.js';
import { aClient, aServer, issuesOf, publicJwk } from '../testing.js';

const rule = 'signed-request-has-keys';
const key =
  '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n';
const server = aServer({
  verification_keys: [completeRecord(VerificationKeyMembers, { id: 'partner', name: 'Partner', key })],
});

describe('signed-request-has-keys', () => {
  it.each<Partial<Client>>([{ require_signed_request_object: true }, { request_object_signing_alg: 'ES256' }])(
    'refuses %o that no key could verify',
    (signed) => {
      expect(issuesOf(aClient(signed))).toMatchObject([{ pointer: '/jwks_uri', rule }]);
    },
  );

  it.each<[string, Partial<Client>]>([
    ['by reference', { jwks_uri: 'https://app.example.com/jwks.json', request_object_signing_alg: 'ES256' }],
    ['by value', { jwks: { keys: [publicJwk.p256()] }, request_object_signing_alg: 'ES256' }],
    ['kept at the server', { request_object_verification_key_id: 'partner', request_object_signing_alg: 'EdDSA' }],
  ])('accepts keys %s', (_, document) => {
    expect(issuesOf(aClient({ require_signed_request_object: true, ...document }), server)).toEqual([]);
  });

  it.each<Partial<Client>>([
    { jwks: { keys: [publicJwk.p256()] }, request_object_signing_alg: 'PS256' },
    { request_object_verification_key_id: 'partner', request_object_signing_alg: 'ES256' },
  ])('wants the algorithm to fit: %o', (document) => {
    expect(issuesOf(aClient(document), server)).toMatchObject([{ pointer: '/request_object_signing_alg', rule }]);
  });

  it('needs no key where the secret signs, or nothing must', () => {
    expect(issuesOf(aClient({ require_signed_request_object: true, request_object_signing_alg: 'HS256' }))).toEqual([]);
    expect(issuesOf(aClient())).toEqual([]);
  });
});
