import { rule, violation } from '../rule.js';
import { isSymmetricAlg } from '../signing-keys.js';
import { oidcCore } from '../specs.js';

export const hmacSignatureHasASecret = rule({
  id: 'hmac-signature-has-a-secret',
  spec: oidcCore('10.1'),
  severity: 'error',
  reads: ['id_token_signed_response_alg', 'userinfo_signed_response_alg', 'confidential', 'credential_manager_id'],
  check: (client) => {
    const fault = !client.confidential
      ? 'must not be an HMAC algorithm: a secret that the client cannot keep proves nothing'
      : client.credential_manager_id !== undefined
        ? 'must not be an HMAC algorithm while credential_manager_id is set: the secret is not known here'
        : undefined;
    if (fault === undefined) return [];
    return (['id_token_signed_response_alg', 'userinfo_signed_response_alg'] as const)
      .filter((name) => isSymmetricAlg(client[name]))
      .map((name) => violation(`/${name}`, fault));
  },
});
