import { rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const publicRedirectlessClientIsAttested = rule({
  id: 'public-redirectless-client-is-attested',
  spec: ours('redirectless'),
  severity: 'error',
  reads: [
    'allow_redirectless_authentication',
    'redirectless_allow_without_attestation',
    'client_attester_issuer',
    'token_endpoint_auth_method',
  ],
  check: (client) => {
    if (!client.allow_redirectless_authentication || client.token_endpoint_auth_method !== 'none') return [];
    const because = 'with the sign-in API and no client authentication: anybody could pass for the application';
    if (client.redirectless_allow_without_attestation)
      return violation('/redirectless_allow_without_attestation', `must be false ${because}`);
    return client.client_attester_issuer === undefined
      ? violation('/client_attester_issuer', `must be present ${because}`)
      : [];
  },
});
