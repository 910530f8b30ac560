import { describe, expect, it } from 'vitest';
import { completeRecord } from '../resource.js';
import { KeyPairMembers } from '../resources/key-pairs.js';
import { standardResources } from '../resources/index.js';
import { aClient, aServer, issuesOf } from '../testing.js';

const rule = 'request-object-encryption-has-a-key';
const pointer = '/request_object_encryption_alg';
const withKey = (type: 'rsa' | 'ec') =>
  aServer({
    key_pairs: [
      ...standardResources.key_pairs,
      completeRecord(KeyPairMembers, {
        id: 'enc',
        name: 'Encryption',
        use: 'enc',
        type,
        curve: type === 'ec' ? 'P-256' : null,
      }),
    ],
  });

describe('request-object-encryption-has-a-key', () => {
  it('refuses encryption to a server that has no key for it', () => {
    const rsa = aClient({ request_object_encryption_alg: 'RSA-OAEP-256' });
    const ec = aClient({ request_object_encryption_alg: 'ECDH-ES+A128KW' });
    for (const client of [rsa, ec]) expect(issuesOf(client)).toMatchObject([{ pointer, rule }]);
    expect(issuesOf(rsa, withKey('ec'))).toMatchObject([{ pointer, rule }]);
    expect(issuesOf(rsa, withKey('rsa'))).toEqual([]);
    expect(issuesOf(ec, withKey('ec'))).toEqual([]);
  });

  it('refuses encryption with a secret that the client cannot keep, or this server does not know', () => {
    const secret = { request_object_encryption_alg: 'A256KW' } as const;
    expect(issuesOf(aClient({ ...secret, confidential: false }))).toMatchObject([{ pointer, rule }]);
    expect(issuesOf(aClient({ ...secret, credential_manager_id: 'vault' }))).toContainEqual(
      expect.objectContaining({ pointer, rule }),
    );
    expect(issuesOf(aClient(secret))).toEqual([]);
  });
});
