import { type Settings } from '@clientele/client-schema';

/** A scope of the server, RFC 6749 §3.3. */
export interface Scope {
  readonly name: string;
  /** What the user reads on the consent page; null: the name. */
  readonly description: string | null;
  /** `exclusive` scopes are for the clients that list them; `common` ones for every client that lists none. */
  readonly kind: 'common' | 'exclusive';
  /** Claims of the userinfo answer that the scope stands for, OpenID Connect Core §5.4. */
  readonly claims: readonly string[];
  /** The API the scope belongs to: the audience of access tokens that carry it. Null: none in particular. */
  readonly audience: string | null;
  /** Roles of which an account must have one to be granted this scope by signing in; empty: everybody. */
  readonly roles: readonly string[];
}

/** How access tokens look. */
export interface AccessTokenManager {
  readonly id: string;
  readonly name: string;
  readonly format: 'jwt' | 'opaque';
  /** Of JWTs. Null for opaque tokens. */
  readonly signing_alg: string | null;
}

/** Everything about the server that a token request may depend on, read in one go. */
export interface ServerState {
  readonly settings: Settings;
  readonly scopes: readonly Scope[];
  readonly access_token_managers: readonly AccessTokenManager[];
}

export abstract class SettingsStore {
  abstract read(): Promise<ServerState>;
}
