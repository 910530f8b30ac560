import { describe, expect, it } from 'vitest';
import { type Client } from '../client.js';
import { aClient, issuesOf, publicJwk } from '../testing.js';

describe('replay-prevention-needs-a-jti', () => {
  const signing = (members: Partial<Client>) =>
    aClient({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [publicJwk.p256()] },
      client_assertion_profile: 'rfc7523',
      enforce_jwt_replay_prevention: true,
      ...members,
    });

  it('refuses assertions without an id where none may return', () => {
    expect(issuesOf(signing({ client_assertion_require_jti: false }))).toMatchObject([
      { pointer: '/client_assertion_require_jti', rule: 'replay-prevention-needs-a-jti' },
    ]);
  });

  it('accepts either alone', () => {
    expect(issuesOf(signing({}))).toEqual([]);
    const replayable = signing({ client_assertion_require_jti: false, enforce_jwt_replay_prevention: false });
    expect(issuesOf(replayable)).toEqual([]);
  });
});
