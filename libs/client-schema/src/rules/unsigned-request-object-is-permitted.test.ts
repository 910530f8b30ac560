import { describe, expect, it } from 'vitest';
import { type Client } from '../client.js';
import { aClient, aServer, issuesOf, publicJwk } from '../testing.js';

const rule = 'unsigned-request-object-is-permitted';
const lenient = aServer({ settings: { request_object_allowed_algs: ['ES256', 'none'] } });

describe('unsigned-request-object-is-permitted', () => {
  const byValue = { allow_unsigned_request_object: true } satisfies Partial<Client>;
  const byReference = {
    allow_request_uri_parameter: true,
    request_uris: ['https://app.example.com/*'],
    allow_unsigned_request_object_by_reference: true,
  } satisfies Partial<Client>;

  it.each<[Partial<Client>, string]>([
    [byValue, '/allow_unsigned_request_object'],
    [byReference, '/allow_unsigned_request_object_by_reference'],
  ])('refuses %o where the server has not named none', (document, pointer) => {
    expect(issuesOf(aClient(document))).toMatchObject([{ pointer, rule }]);
    expect(issuesOf(aClient(document), lenient)).toEqual([]);
  });

  it('refuses none for a client that must sign, or that may send nothing unsigned', () => {
    const none = { request_object_signing_alg: 'none' } as const;
    const signing = { require_signed_request_object: true, jwks: { keys: [publicJwk.p256()] } };
    const pointer = '/request_object_signing_alg';
    expect(issuesOf(aClient(none), lenient)).toMatchObject([{ pointer, rule }]);
    expect(issuesOf(aClient({ ...none, ...signing }), lenient)).toContainEqual(
      expect.objectContaining({ pointer, rule }),
    );
    expect(issuesOf(aClient({ ...none, ...byValue }), lenient)).toEqual([]);
    expect(issuesOf(aClient(signing), lenient)).toEqual([]);
  });
});
