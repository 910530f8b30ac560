import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('request-object-alg-is-permitted', () => {
  const client = aClient({ request_object_signing_alg: 'HS256' });

  it('refuses an algorithm that the server has struck off', () => {
    expect(issuesOf(client, aServer({ settings: { request_object_allowed_algs: ['ES256'] } }))).toMatchObject([
      { pointer: '/request_object_signing_alg', rule: 'request-object-alg-is-permitted' },
    ]);
  });

  it('accepts one that it has, and a client that does not say', () => {
    expect(issuesOf(client, aServer({ settings: { request_object_allowed_algs: ['HS256'] } }))).toEqual([]);
    expect(issuesOf(aClient(), aServer({ settings: { request_object_allowed_algs: ['ES256'] } }))).toEqual([]);
  });
});
