import { authenticationFields, publicKeysOf, waysToAuthenticate } from '../authentication-methods.js';
import { ok, rule, violation } from '../rule.js';
import { algsOfKey, isAsymmetricAlg, isSymmetricAlg } from '../signing-keys.js';
import { rfc } from '../specs.js';
import { storedKey } from '../stored-key.js';

export const signedRequestHasKeys = rule({
  id: 'signed-request-has-keys',
  spec: rfc(9101, '6.2'),
  severity: 'error',
  reads: [
    ...authenticationFields,
    'require_signed_request_object',
    'request_object_signing_alg',
    'request_object_verification_key_id',
  ],
  check: (client, server) => {
    const { require_signed_request_object, request_object_signing_alg: alg } = client;
    if (isSymmetricAlg(alg) || (!require_signed_request_object && !isAsymmetricAlg(alg))) return ok;
    const named = client.request_object_verification_key_id;
    const [way] = waysToAuthenticate(client);
    const stored = storedKey(named, server);
    const keys = named === undefined ? publicKeysOf(way!, server) : stored ? [stored] : [];
    if (keys.length > 0) {
      const algs: readonly string[] = keys.flatMap(algsOfKey);
      return alg === undefined || algs.includes(alg)
        ? ok
        : violation('/request_object_signing_alg', 'must fit a public key of the client');
    }
    // What is fetched is known when it is fetched; a record that is gone is another rule's.
    return named !== undefined || client.jwks_uri !== undefined
      ? ok
      : violation('/jwks_uri', 'or jwks must be present: signed requests are verified with the keys of the client');
  },
});
