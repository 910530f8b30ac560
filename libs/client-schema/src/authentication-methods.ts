import { type ClientAuthenticationMethod } from './vocabulary.js';

/** The fields that say how a client authenticates. */
export interface AuthenticationMethods {
  readonly token_endpoint_auth_method: ClientAuthenticationMethod;
  readonly additional_token_endpoint_auth_methods: readonly ClientAuthenticationMethod[];
}

/** Whether a client may authenticate by a method, be it the first or an additional one. */
export function mayAuthenticateBy(client: AuthenticationMethods, method: ClientAuthenticationMethod): boolean {
  return client.token_endpoint_auth_method === method || client.additional_token_endpoint_auth_methods.includes(method);
}
