import { type AuthorizationDetail } from '../authorization-details/authorization-detail.js';
import { type ClaimsRequest } from '../claims-request/claims-request.js';

type JsonObject = Readonly<Record<string, unknown>>;

/** What an agent is to act on and how, as its client says: kept with its tokens, and never taken for a claim of ours. */
export interface AgentBinding {
  readonly bind_data?: JsonObject;
  readonly bind_configuration?: JsonObject;
}

/** What whoever uses a token must show to hold, RFC 7800 §3.1: every one of the members. */
export interface Confirmation {
  /** The certificate with this SHA-256, base64url, RFC 8705 §3.1. */
  readonly 'x5t#S256'?: string;
  /** The key with this thumbprint, base64url, RFC 9449 §6.1. */
  readonly jkt?: string;
}

/**
 * What a user (or nobody) has granted a client at one sign-in: the family that its refresh and access tokens belong to.
 * Revoking it ends them all.
 */
export interface Grant {
  readonly id: string;
  /** Internal id of the client. */
  readonly client: string;
  /** Null: nobody; the client acts for itself. */
  readonly sub: string | null;
  /** The account's at the sign-in; 0 where nobody signed in. */
  readonly sign_in_epoch: number;
  /** The id of the browser's session in which the user granted it last; null: of none. */
  readonly session: string | null;
  readonly scope: readonly string[];
  /** The APIs that its access tokens may be for, as the request named them; none: whoever the scopes are for. */
  readonly resources: readonly string[];
  /** What was granted in detail, RFC 9396 §6. */
  readonly authorization_details: readonly AuthorizationDetail[];
  /** Seconds since 1970, of the sign-in. */
  readonly auth_time: number;
  /** How the user signed in, RFC 8176 §2. */
  readonly amr: readonly string[];
  /** The id of the authenticator by which the user signed in; absent: nobody did. */
  readonly authenticator?: string;
  /** What is told of the user claim by claim, OpenID Connect Core §5.5; null: nothing beyond the scope. */
  readonly claims: ClaimsRequest | null;
  readonly created_at: number;
  /** When the user last signed in for it: when it began, or when a later sign-in went on with it. */
  readonly renewed_at: number;
  readonly revoked_at: number | null;
  /** The present refresh token; null: none was issued. */
  readonly refresh: RefreshState | null;
  /** What its tokens are bound to where they are an agent's; null: they are none's. */
  readonly agent: AgentBinding | null;
  /** What whoever uses its refresh tokens must show to hold; null: nothing. */
  readonly confirmation: Confirmation | null;
}

export interface RefreshState {
  /** Digest of the part of the token that names the family and never changes. */
  readonly handle: string;
  /** How often the token was rotated. */
  readonly generation: number;
  /** Digest of the whole present token. */
  readonly digest: string;
  /** When this token replaced the one before it, or was the first. Seconds since 1970, like the next two. */
  readonly issued_at: number;
  /** When it was last used, or issued where it was not used yet. */
  readonly used_at: number;
  readonly expires_at: number;
  /**
   * The secret of the present token, sealed with the token before it: whoever shows that one again can be given the same
   * successor. Null: there was none before, or it is spent for good.
   */
  readonly sealed: string | null;
}

/** A grant in a listing for administrators. */
export interface GrantSummary extends Grant {
  readonly client_id: string;
}

/** Grants and remembered consents. Durable when it resolves; rejects when the store cannot be reached. */
export abstract class GrantStore {
  abstract create(grant: Grant): Promise<void>;
  abstract find(id: string): Promise<Grant | undefined>;
  abstract findByRefreshHandle(handle: string): Promise<Grant | undefined>;

  /**
   * Replaces the present refresh token, or records that it was used where `next` is the same token, if the present one
   * still is `spent` and the grant is neither revoked nor expired at `now`. One conditional write: of many at once that
   * replace it exactly one resolves to true.
   */
  abstract rotate(
    spent: { id: string; generation: number; digest: string },
    next: RefreshState,
    now: number,
  ): Promise<boolean>;

  /** The newest grants in force of a user to a client, newest first; enough of them to find one to go on with. */
  abstract findOfUser(client: string, sub: string): Promise<readonly Grant[]>;

  /**
   * Goes on with a grant after another sign-in: stores `grant` in place of the one that has its id, if that one is not
   * revoked and its refresh token is still of the family `handle`. Of many at once exactly one resolves to true.
   */
  abstract renew(grant: Grant, handle: string | null): Promise<boolean>;

  /** Ends a grant; nothing of it is active once this has resolved. Ending an ended or unknown one changes nothing. */
  abstract revoke(id: string, now: number): Promise<void>;

  /** Ends what a user granted in a session, save for what has the scope offline_access: that is for when they are away. */
  abstract revokeOfSession(session: string, sub: string, now: number): Promise<void>;

  /** The scopes a user has agreed to give a client, over all earlier sign-ins. */
  abstract consentedScopes(client: string, sub: string): Promise<readonly string[]>;
  abstract rememberConsent(client: string, sub: string, scope: readonly string[]): Promise<void>;
}
