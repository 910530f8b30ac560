import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const consentorsOnlyHasAConsentor = rule({
  id: 'consentors-only-has-a-consentor',
  spec: ours('sign-in'),
  severity: 'error',
  reads: ['consentors_only', 'consentors'],
  check: ({ consentors_only, consentors }, server) => {
    const asked = server.consentors.filter(({ id }) => consentors.length === 0 || consentors.includes(id));
    return consentors_only && !asked.some(({ enabled }) => enabled)
      ? violation('/consentors_only', 'must be false while no enabled consentor asks the users of this client')
      : ok;
  },
});
