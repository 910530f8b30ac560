import { ok, rule, violation } from '../rule.js';
import { attestationDraft } from '../specs.js';

export const attesterHasKeys = rule({
  id: 'attester-has-keys',
  spec: attestationDraft('5'),
  severity: 'error',
  reads: ['client_attester_issuer', 'client_attester_jwks_uri'],
  check: ({ client_attester_issuer: issuer, client_attester_jwks_uri: keys }) => {
    if (issuer !== undefined && keys === undefined)
      return violation('/client_attester_jwks_uri', 'must be present with a client_attester_issuer');
    return issuer === undefined && keys !== undefined
      ? violation('/client_attester_issuer', 'must be present with a client_attester_jwks_uri')
      : ok;
  },
});
