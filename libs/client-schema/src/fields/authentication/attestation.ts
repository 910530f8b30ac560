import { all, is } from '../../conditions.js';
import { Group } from '../../field.js';
import { HttpsUrl, Text } from '../../kinds.js';
import { attestationDraft } from '../../specs.js';

const needsAttestation = all(
  is('allow_redirectless_authentication', true),
  is('redirectless_allow_without_attestation', false),
);

@Group({
  name: 'attestation',
  title: 'Attestation',
  intro: 'A server of yours that vouches for each installed application, so that no copy can pass for it.',
  spec: attestationDraft('1'),
})
export class AttestationFields {
  /** The `iss` of the attestations. */

  @Text({
    label: 'Attester',
    help: 'Who vouches for installed applications: the iss of their attestations.',
    spec: attestationDraft('5'),
    max: 2048,
    visibleWhen: needsAttestation,
    example: 'https://attester.example.com',
  })
  client_attester_issuer?: string;

  /** The keys that sign attestations; fetched when one is to be verified, and cached. */
  @HttpsUrl({
    label: 'JWK Set address of the attester',
    help: 'Where the attester publishes its public keys.',
    spec: attestationDraft('5'),
    visibleWhen: needsAttestation,
    example: 'https://attester.example.com/jwks.json',
  })
  client_attester_jwks_uri?: string;
}
