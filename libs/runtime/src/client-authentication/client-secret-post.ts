import { verifySecret } from './client-secret.js';
import { type AuthenticationMethod } from './method.js';

/** The secret in the form, RFC 6749 §2.3.1. */
export const clientSecretPost: AuthenticationMethod<'client_secret_post'> = {
  method: 'client_secret_post',
  verify: ({ secret }, proof, client, context, attempt) =>
    verifySecret(secret, undefined, proof, client, context, attempt),
};
