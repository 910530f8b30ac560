import { rule, violation } from '../rule.js';
import { isSymmetricAlg } from '../signing-keys.js';
import { oidcCore } from '../specs.js';

const signedWithTheSecret = [
  'id_token_signed_response_alg',
  'userinfo_signed_response_alg',
  'authorization_signed_response_alg',
  'introspection_signed_response_alg',
  'request_object_signing_alg',
] as const;

export const hmacSignatureHasASecret = rule({
  id: 'hmac-signature-has-a-secret',
  spec: oidcCore('10.1'),
  severity: 'error',
  reads: [...signedWithTheSecret, 'confidential', 'credential_manager_id'],
  check: (client) => {
    const fault = !client.confidential
      ? 'must not be an HMAC algorithm: a secret that the client cannot keep proves nothing'
      : client.credential_manager_id !== undefined
        ? 'must not be an HMAC algorithm while credential_manager_id is set: the secret is not known here'
        : undefined;
    if (fault === undefined) return [];
    return signedWithTheSecret
      .filter((name) => isSymmetricAlg(client[name]))
      .map((name) => violation(`/${name}`, fault));
  },
});
