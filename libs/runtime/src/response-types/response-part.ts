import { type ResponsePart as Name, type Spec } from '@clientele/client-schema';
import { type Permitted } from '../authorization/answer.js';
import { type AuthorizationRequest } from '../authorization/request.js';
import { type Context } from '../context.js';
import { type Allowed } from '../grants/begin-grant.js';
import { type RegisteredClient } from '../registered-client.js';
import { type Session } from '../session.js';

/** A request that nothing stands in the way of any more. */
export interface Decided {
  readonly request: AuthorizationRequest;
  readonly client: RegisteredClient;
  readonly session: Session;
  readonly permitted: Permitted;
}

/** One thing that an authorization response may carry: one file, one line in the registry. */
export interface ResponsePart {
  /** Its word in response types. */
  readonly part: Name;
  readonly spec: Spec;
  /**
   * The parameters of the response.
   * @param beside those of the parts before it
   */
  answer(decided: Decided, beside: Parameters, context: Context): Promise<Parameters>;
}

export type Parameters = Readonly<Record<string, string>>;

/** What the user has allowed, as the grants know it. */
export function allowedBy({ request, session, permitted: { scope, authorization_details, claims } }: Decided): Allowed {
  const { nonce, asks_auth_time, resources } = request;
  const { sub, sign_in_epoch, auth_time, amr, acr } = session;
  return {
    sub,
    sign_in_epoch,
    session: session.id,
    scope,
    resources,
    authorization_details,
    auth_time,
    asks_auth_time,
    amr,
    ...(acr !== undefined && { acr }),
    ...(nonce !== undefined && { nonce }),
    ...(claims && { claims }),
  };
}
