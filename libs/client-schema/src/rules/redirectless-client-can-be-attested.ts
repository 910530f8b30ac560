import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const redirectlessClientCanBeAttested = rule({
  id: 'redirectless-client-can-be-attested',
  spec: ours('redirectless'),
  severity: 'advice',
  reads: [
    'allow_redirectless_authentication',
    'redirectless_allow_without_attestation',
    'client_attester_issuer',
    'client_attester_jwks_uri',
  ],
  check: (client) => {
    const needsAttestation = client.allow_redirectless_authentication && !client.redirectless_allow_without_attestation;
    const hasAttester = client.client_attester_issuer !== undefined && client.client_attester_jwks_uri !== undefined;
    return needsAttestation && !hasAttester
      ? violation(
          '/client_attester_issuer',
          'should be present with its client_attester_jwks_uri: until then the sign-in API refuses this client, since nobody can vouch for it (or set redirectless_allow_without_attestation)',
        )
      : ok;
  },
});
