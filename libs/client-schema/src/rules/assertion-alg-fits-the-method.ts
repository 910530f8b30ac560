import { type Way, authenticationFields, waysToAuthenticate } from '../authentication-methods.js';
import { rule, violation } from '../rule.js';
import { oidcRegistration } from '../specs.js';
import { symmetricSigningAlgs } from '../vocabulary.js';

export const assertionAlgFitsTheMethod = rule({
  id: 'assertion-alg-fits-the-method',
  spec: oidcRegistration('2'),
  severity: 'error',
  reads: authenticationFields,
  check: (client) =>
    waysToAuthenticate(client).flatMap((way) => {
      const fault = algFault(way);
      return fault === undefined ? [] : [violation(`/${way.prefix}token_endpoint_auth_signing_alg`, fault)];
    }),
});

function algFault({ methods, signing_alg }: Way): string | undefined {
  if (signing_alg === undefined) return undefined;
  const bySecret = methods.includes('client_secret_jwt');
  const byKey = methods.includes('private_key_jwt');
  const isSymmetric = symmetricSigningAlgs.some((known) => known === signing_alg);
  if (bySecret && byKey) return 'must be absent: no algorithm fits both methods with assertions';
  if (byKey && isSymmetric) return 'must be made with a private key, as private_key_jwt is';
  if (bySecret && !isSymmetric) return `must be one of ${symmetricSigningAlgs.join(', ')}, as client_secret_jwt is`;
  return undefined;
}
