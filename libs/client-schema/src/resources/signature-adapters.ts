import { Group } from '../field.js';
import { Choices, HttpsUrl, Reference, Text } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ok, violation } from '../rule.js';
import { ours } from '../specs.js';
import { recordId } from './record-id.js';

/** The adapter of this server itself, which keeps keys sealed in its database. */
export const internalAdapter = 'internal';

/** A place that keeps private keys and signs with them. */
@Group({
  name: 'signature_adapter',
  title: 'Signature adapters',
  intro: 'The places that keep private keys and sign with them: this server, and signing services elsewhere.',
  spec: ours('keys'),
})
export class SignatureAdapterMembers {
  @Text({ ...recordId, spec: ours('keys'), example: 'vault' })
  id: string;

  @Text({
    label: 'Name',
    help: 'What administrators call it.',
    spec: ours('keys'),
    required: true,
    max: 128,
    example: 'Signing service of the data centre',
  })
  name: string;

  /** Where a signing service answers at `/keys` and `/keys/{reference}/sign`; null for this server itself. */
  @HttpsUrl({
    label: 'Address',
    help: 'Where the signing service makes keys and signs. It knows this server by a token that this server signs.',
    spec: ours('keys'),
    example: 'https://signer.example.com',
  })
  url?: string;

  /** How the signing service is reached: its patience is how long a signature may take. */
  @Reference({
    label: 'HTTP client',
    help: 'How the signing service is reached, and how long a signature may take. Empty: three seconds.',
    spec: ours('keys'),
    resource: 'http_clients',
    example: 'partners',
  })
  http_client_id?: string;

  @Choices({
    label: 'Key types',
    help: 'The kinds of keys that it makes.',
    spec: ours('keys'),
    values: ['rsa', 'ec', 'okp'],
    min: 1,
    default: ['rsa', 'ec', 'okp'],
  })
  key_types: ('rsa' | 'ec' | 'okp')[];
}

export type SignatureAdapter = RecordOf<SignatureAdapterMembers>;

export const signatureAdapters: Resource<'signature_adapters', SignatureAdapterMembers> = {
  name: 'signature_adapters',
  members: SignatureAdapterMembers,
  id: 'id',
  writtenWith: 'keys:write',
  systemMembers: ['name'],
  standard: [{ id: internalAdapter, name: 'This server' }],
  readByClientRules: ['key_types'],
  rules: [
    {
      id: 'signing-service-has-an-address',
      spec: ours('keys'),
      check: ({ id, url }) => {
        if (id === internalAdapter) return ok;
        if (url === null) return violation('/url', 'must say where the signing service is');
        // Paths are put behind it.
        return url.includes('?') ? violation('/url', 'must have no query') : ok;
      },
    },
  ],
};
