import { authenticatorsOf } from '../offered-authenticators.js';
import { rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const allowedAuthenticatorsAreOffered = rule({
  id: 'allowed-authenticators-are-offered',
  spec: ours('sign-in'),
  severity: 'error',
  reads: ['identity_provider_id', 'allowed_authenticators'],
  check: ({ identity_provider_id, allowed_authenticators }, server) => {
    const offered = authenticatorsOf(identity_provider_id, server).map(({ id }) => id);
    return allowed_authenticators.flatMap((id, index) =>
      offered.includes(id)
        ? []
        : [
            violation(
              `/allowed_authenticators/${index}`,
              `must be an enabled authenticator of the identity provider ${identity_provider_id}: one of ${offered.join(', ')}`,
            ),
          ],
    );
  },
});
