import { type EffectiveClient } from '../client.js';
import { rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const redirectlessClientAsksNoConsent = rule({
  id: 'redirectless-client-asks-no-consent',
  spec: ours('redirectless'),
  severity: 'error',
  reads: ['allow_redirectless_authentication', 'bypass_consent', 'restrict_common_scopes', 'scope'],
  settle: (client) =>
    client.allow_redirectless_authentication
      ? { bypass_consent: true, ...(mustRestrictScopes(client) && { restrict_common_scopes: true }) }
      : {},
  check: (client) => {
    if (!client.allow_redirectless_authentication) return [];
    const because = 'must be true with the sign-in API, where nobody is asked for consent';
    return [
      ...(client.bypass_consent === true ? [] : [violation('/bypass_consent', because)]),
      ...(client.restrict_common_scopes || !mustRestrictScopes(client)
        ? []
        : [violation('/restrict_common_scopes', because)]),
    ];
  },
});

/** A client whose `scope` says all that it may ask for is limited to that already. */
function mustRestrictScopes({ scope }: Pick<EffectiveClient, 'scope'>): boolean {
  return scope === undefined;
}
