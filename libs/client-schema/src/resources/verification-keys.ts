import { Group } from '../field.js';
import { Instant, PublicKeyPem, Text } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ours, rfc } from '../specs.js';
import { recordId } from './record-id.js';

/** A public key that is kept once, and verifies what any number of clients sign. */
@Group({
  name: 'verification_key',
  title: 'Verification keys',
  intro: 'Public keys that are kept once and verify what any number of clients sign.',
  spec: rfc(7523, '3'),
})
export class VerificationKeyMembers {
  @Text({ ...recordId, spec: ours('client-authentication'), example: 'partner-2026' })
  id: string;

  @Text({
    label: 'Name',
    help: 'What administrators call it.',
    spec: ours('client-authentication'),
    required: true,
    max: 128,
    example: 'Partner gateway, 2026',
  })
  name: string;

  /** The key in PEM, or a certificate that holds it. */
  @PublicKeyPem({
    label: 'Public key',
    help: 'One public key as PEM, or a certificate that holds it.',
    spec: rfc(7468, '13'),
    required: true,
    // RFC 8410 §10.1.
    example:
      '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n',
  })
  key: string;

  /** From then on it verifies nothing. Null: it does not end. */
  @Instant({
    label: 'Expires',
    help: 'When the key stops verifying. Empty: never.',
    spec: ours('client-authentication'),
    example: '2030-01-31T12:00:00Z',
  })
  expires_at?: string;
}

export type StoredVerificationKey = RecordOf<VerificationKeyMembers>;

export const verificationKeys: Resource<'verification_keys', VerificationKeyMembers> = {
  name: 'verification_keys',
  members: VerificationKeyMembers,
  id: 'id',
  writtenWith: 'keys:write',
  authenticatesClients: true,
  systemMembers: [],
  readByClientRules: ['key'],
  standard: [],
};
