import { encryptionFields, isSymmetricKeyManagement, takesPartIn } from '../encryption.js';
import { rule, violation } from '../rule.js';
import { oidcCore } from '../specs.js';

export const encryptedAnswerHasAKey = rule({
  id: 'encrypted-answer-has-a-key',
  spec: oidcCore('10.2'),
  severity: 'error',
  reads: [
    ...encryptionFields,
    'jwks',
    'jwks_uri',
    'confidential',
    'credential_manager_id',
    'id_token_encryption_key_id',
  ],
  check: (client) =>
    encryptionFields.flatMap((name) => {
      const alg = client[name];
      if (alg === undefined) return [];
      if (isSymmetricKeyManagement(alg)) {
        const isKept = client.confidential && client.credential_manager_id === undefined;
        return isKept ? [] : [violation(`/${name}`, 'must take a public key: there is no secret that is kept here')];
      }
      // Whether a stored one fits is another rule’s.
      if (name === 'id_token_encrypted_response_alg' && client.id_token_encryption_key_id !== undefined) return [];
      const hasKey = client.jwks_uri !== undefined || client.jwks?.keys.some((key) => takesPartIn(alg, key));
      return hasKey ? [] : [violation(`/${name}`, `needs a public key in jwks or jwks_uri that is meant for ${alg}`)];
    }),
});
