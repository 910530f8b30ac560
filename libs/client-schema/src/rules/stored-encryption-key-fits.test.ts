import { describe, expect, it } from 'vitest';
import { completeRecord } from '../resource.js';
import { VerificationKeyMembers } from '../resources/verification-keys.js';
import { exampleCertificate } from '../example-certificate.js';
import { aClient, aServer, issuesOf, register } from '../testing.js';

const server = aServer({
  verification_keys: [
    completeRecord(VerificationKeyMembers, { id: 'partner', name: 'Partner', key: exampleCertificate, use: 'enc' }),
  ],
});
const stored = { id_token_encryption_key_id: 'partner' } as const;

describe('stored-encryption-key-fits', () => {
  it('refuses a key of another kind', () => {
    expect(issuesOf(aClient({ ...stored, id_token_encrypted_response_alg: 'RSA-OAEP' }), server)).toMatchObject([
      { pointer: '/id_token_encryption_key_id', rule: 'stored-encryption-key-fits' },
    ]);
  });

  it('accepts one that fits, with no other key of the client', () => {
    expect(issuesOf(aClient({ ...stored, id_token_encrypted_response_alg: 'ECDH-ES' }), server)).toEqual([]);
  });

  it('is beside the point where a secret encrypts', () => {
    const client = { ...aClient(), ...stored, id_token_encrypted_response_alg: 'A128KW' };
    expect(register(client, server).issues).toMatchObject([
      { pointer: '/id_token_encryption_key_id', rule: 'field-applies' },
    ]);
  });
});
