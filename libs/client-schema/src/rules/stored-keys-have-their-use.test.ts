import { describe, expect, it } from 'vitest';
import { exampleCertificate as key } from '../example-certificate.js';
import { completeRecord } from '../resource.js';
import { VerificationKeyMembers } from '../resources/verification-keys.js';
import { aClient, aServer, issuesOf } from '../testing.js';

const record = (id: 'sig' | 'enc') => completeRecord(VerificationKeyMembers, { id, name: id, key, use: id });
const server = aServer({ verification_keys: [record('sig'), record('enc')] });
const byKey = { token_endpoint_auth_method: 'private_key_jwt' } as const;
const encrypted = { id_token_encrypted_response_alg: 'ECDH-ES' } as const;

describe('stored-keys-have-their-use', () => {
  it.each([
    ['client_verification_key_id', 'enc', byKey],
    ['request_object_verification_key_id', 'enc', {}],
    ['id_token_encryption_key_id', 'sig', encrypted],
  ])('refuses %s that is kept for %s', (name, id, document) => {
    expect(issuesOf(aClient({ ...document, [name]: id }), server)).toContainEqual(
      expect.objectContaining({ pointer: `/${name}`, rule: 'stored-keys-have-their-use' }),
    );
  });

  it('accepts keys that are kept for what they do', () => {
    const client = {
      ...byKey,
      ...encrypted,
      client_verification_key_id: 'sig',
      request_object_verification_key_id: 'sig',
      id_token_encryption_key_id: 'enc',
    };
    expect(issuesOf(aClient(client), server)).toEqual([]);
  });
});
