import { ok, rule, violation } from '../rule.js';
import { oidcCore } from '../specs.js';
import { asymmetricKeyManagementAlgs } from '../vocabulary.js';

export const requestObjectEncryptionHasAKey = rule({
  id: 'request-object-encryption-has-a-key',
  spec: oidcCore('10.2'),
  severity: 'error',
  reads: ['request_object_encryption_alg', 'confidential', 'credential_manager_id'],
  check: ({ request_object_encryption_alg: alg, confidential, credential_manager_id }, { key_pairs }) => {
    if (alg === undefined) return ok;
    const refused = (detail: string) => violation('/request_object_encryption_alg', detail);
    if (asymmetricKeyManagementAlgs.some((known) => known === alg)) {
      const type = alg.startsWith('RSA') ? 'rsa' : 'ec';
      return key_pairs.some((pair) => pair.use === 'enc' && pair.type === type)
        ? ok
        : refused(`must be one for which the server has a key: there is no key pair with use enc and type ${type}`);
    }
    if (!confidential) return refused('must not need a secret: one that the client cannot keep hides nothing');
    return credential_manager_id === undefined
      ? ok
      : refused('must not need a secret while credential_manager_id is set: the secret is not known here');
  },
});
