import { Group } from '../field.js';
import { Choice, Instant, PublicKeyPem, Text } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ours, rfc } from '../specs.js';
import { recordId } from './record-id.js';

/** A public key that is kept once: it verifies what any number of clients sign, or is what they are encrypted to. */
@Group({
  name: 'verification_key',
  title: 'Verification keys',
  intro: 'Public keys of applications that are kept once: for their signatures, or to encrypt to them.',
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

  /** `sig`: it verifies signatures. `enc`: ID tokens are encrypted to it. */
  @Choice({
    label: 'Use',
    help: 'Whether the key verifies signatures (sig) or is one to encrypt to (enc). No key should do both.',
    spec: rfc(7517, '4.2'),
    values: ['sig', 'enc'],
    default: 'sig',
  })
  use: 'sig' | 'enc';

  /** From then on it verifies nothing, and nothing is encrypted to it. Null: it does not end. */
  @Instant({
    label: 'Expires',
    help: 'From when on the key is not used. Empty: for ever.',
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
  readByClientRules: ['key', 'use'],
  standard: [],
};
