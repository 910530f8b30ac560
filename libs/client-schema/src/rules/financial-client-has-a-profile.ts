import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const financialClientHasAProfile = rule({
  id: 'financial-client-has-a-profile',
  spec: ours('fapi'),
  severity: 'error',
  reads: ['client_type', 'fapi_profile'],
  check: ({ client_type, fapi_profile }) =>
    client_type === 'financial' && fapi_profile === 'none'
      ? violation('/fapi_profile', 'must be a profile while client_type is financial')
      : ok,
  fix: () => ({ fapi_profile: 'fapi2_security' }),
});
