import { isSymmetricKeyManagement, takesPartIn } from '../encryption.js';
import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';
import { storedKey } from '../stored-key.js';

export const storedEncryptionKeyFits = rule({
  id: 'stored-encryption-key-fits',
  spec: rfc(7518, '4.1'),
  severity: 'error',
  reads: ['id_token_encryption_key_id', 'id_token_encrypted_response_alg'],
  check: ({ id_token_encryption_key_id: id, id_token_encrypted_response_alg: alg }, server) => {
    const key = storedKey(id, server);
    // A record that is gone, and an algorithm that takes no public key, are other rules'.
    if (!key || key.use !== 'enc' || alg === undefined || isSymmetricKeyManagement(alg)) return ok;
    return takesPartIn(alg, key) ? ok : violation('/id_token_encryption_key_id', `must name a key for ${alg}`);
  },
});
