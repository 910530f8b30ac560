import { type ResponsePart as Name, type Spec } from '@clientele/client-schema';
import { type Permitted } from '../authorization/answer.js';
import { type AuthorizationRequest } from '../authorization/request.js';
import { type Context } from '../context.js';
import { type Allowed, type GrantInFront } from '../grants/begin-grant.js';
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
   * What it adds to the response.
   * @param beside what the parts before it have added
   */
  answer(decided: Decided, beside: Answered, context: Context): Promise<Answered>;
}

/** What the response consists of. */
export interface Answered {
  readonly parameters: Readonly<Record<string, string>>;
  /** The grant that its access token belongs to; absent: there is none in it. */
  readonly grant?: GrantInFront;
}

/** What the user has allowed, as the grants know it. */
export function allowedBy({ request, session, permitted: { scope, authorization_details, claims } }: Decided): Allowed {
  const { nonce, asks_auth_time, resources } = request;
  const { sub, sign_in_epoch, auth_time, amr, authenticator, acr } = session;
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
    authenticator,
    ...(acr !== undefined && { acr }),
    ...(nonce !== undefined && { nonce }),
    ...(claims && { claims }),
  };
}
