import { verifySecret } from './client-secret.js';
import { type AuthenticationMethod } from './method.js';

/** The secret in the Authorization header, RFC 6749 §2.3.1. */
export const clientSecretBasic: AuthenticationMethod<'client_secret_basic'> = {
  method: 'client_secret_basic',
  verify: ({ secret, raw }, proof, client, context, attempt) =>
    verifySecret(secret, raw, proof, client, context, attempt),
};
