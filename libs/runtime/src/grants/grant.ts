import { type ClientAuthenticationMethod, type GrantType, type Spec } from '@clientele/client-schema';
import { type AuthorizationDetail } from '../authorization-details/authorization-detail.js';
import { type Context } from '../context.js';
import { type Parameters } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';

/** RFC 6749 §5.1. */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: 'Bearer' | 'DPoP';
  readonly expires_in: number;
  readonly scope?: string | undefined;
  /** The access token once more, where it is an agent's: so it is called where these grants come from. */
  readonly agent_token?: string | undefined;
  readonly refresh_token?: string;
  readonly id_token?: string | undefined;
  /** What the access token is good for in detail, RFC 9396 §7. */
  readonly authorization_details?: readonly AuthorizationDetail[] | undefined;
}

/** A request of an authenticated client, or of one that need not be. */
export interface TokenRequest {
  readonly client: RegisteredClient;
  /** How the request showed that it comes from the client; `none` proves nothing. */
  readonly method: ClientAuthenticationMethod;
  readonly params: Parameters;
}

/** One way to obtain tokens: one file, one line in the registry. */
export interface Grant {
  readonly type: GrantType;
  readonly spec: Spec;
  /** Whether a client that cannot authenticate may use it. */
  readonly publicClients: boolean;
  issue(request: TokenRequest, context: Context): Promise<TokenResponse>;
}
