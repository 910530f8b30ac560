/** A resource owner that this server knows itself. */
export interface Account {
  /** Subject identifier, OpenID Connect Core §8: at most 255 ASCII characters, never reassigned. */
  readonly sub: string;
  readonly username: string;
  readonly enabled: boolean;
  /**
   * Counts what ends every sign-in: another password, a disabling. Sessions, codes and grants count no more once it is
   * another than theirs.
   */
  readonly sign_in_epoch: number;
  /** Claims as userinfo returns them, OpenID Connect Core §5.1. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Roles in this console: viewer, editor, admin. Empty: no administrator. */
  readonly roles: readonly string[];
}

export abstract class AccountStore {
  abstract find(sub: string): Promise<Account | undefined>;

  /** The enabled account with this name, in any case; for whoever another party vouches for. */
  abstract findByUsername(username: string): Promise<Account | undefined>;

  /** The enabled account with this name and password. A wrong name costs the same time as a wrong password. */
  abstract authenticate(username: string, password: string): Promise<Account | undefined>;
}
