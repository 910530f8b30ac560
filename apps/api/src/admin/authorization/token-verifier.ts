/** What a genuine access token of this issuer says, RFC 9068 §2.2. */
export interface AccessToken {
  readonly sub: string;
  readonly client_id: string;
  /** What the user is called; absent where no user is involved. */
  readonly username?: string;
  readonly scope: readonly string[];
  readonly aud: readonly string[];
  /** Seconds since 1970. */
  readonly exp: number;
  readonly jti: string;
}

export abstract class TokenVerifier {
  /**
   * The content of a token that this issuer made, that has not expired and was not revoked; undefined: any other.
   * Rejects when that cannot be found out.
   */
  abstract verifyAccessToken(token: string): Promise<AccessToken | undefined>;
}
