import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const publicClientIdIsTheIssuer = rule({
  id: 'public-client-id-is-the-issuer',
  spec: ours('agents'),
  severity: 'advice',
  reads: ['public_client_id'],
  check: ({ public_client_id }, { issuer }) =>
    public_client_id !== undefined && public_client_id !== issuer
      ? violation('/public_client_id', `should be ${issuer}, the issuer: as it is, it has no effect`)
      : ok,
  fix: (_, { issuer }) => ({ public_client_id: issuer }),
});
