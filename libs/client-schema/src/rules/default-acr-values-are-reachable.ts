import { allowedAuthenticators, authenticatorsOf } from '../offered-authenticators.js';
import { rule, violation } from '../rule.js';
import { oidcRegistration } from '../specs.js';

export const defaultAcrValuesAreReachable = rule({
  id: 'default-acr-values-are-reachable',
  spec: oidcRegistration('2'),
  severity: 'error',
  reads: ['identity_provider_id', 'allowed_authenticators', 'default_acr_values'],
  check: ({ identity_provider_id, allowed_authenticators, default_acr_values }, server) => {
    const taken = allowedAuthenticators(authenticatorsOf(identity_provider_id, server), allowed_authenticators);
    const reachable = taken.map(({ acr }) => acr);
    return default_acr_values.flatMap((acr, index) =>
      reachable.includes(acr)
        ? []
        : [violation(`/default_acr_values/${index}`, 'must be the acr of an authenticator that its users may use')],
    );
  },
});
