import { type ClientAuthenticationMethod } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type ClientProof, type RegisteredClient } from '../registered-client.js';
import { type Attempt } from '../throttle.js';
import { type Credentials } from './credentials.js';

/** One client authentication method: one file, one line in the registry. */
export interface AuthenticationMethod<M extends ClientAuthenticationMethod = ClientAuthenticationMethod> {
  readonly method: M;
  /**
   * Verifies what was presented. What could be guessed counts as an attempt before it is judged.
   * @returns the id of the secret that fitted; undefined where the proof is no secret
   * @throws OAuthError invalid_client, with the reason in the receipt alone
   */
  verify(
    credentials: Extract<Credentials, { method: M }>,
    proof: ClientProof,
    client: RegisteredClient,
    context: Context,
    attempt: Attempt,
  ): Promise<string | undefined>;
}
