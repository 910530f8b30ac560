import { type PublicJwk, type Settings } from '@clientele/client-schema';
import {
  type AccessTokenManager,
  type Account,
  type ClientRecord,
  type Scope,
  type SecretVerifier,
} from '@clientele/runtime/ports/index';

/** Everything a repository returns. Instants are RFC 3339 in UTC unless the runtime's own shape says seconds. */

export interface StoredSecret extends SecretVerifier {
  readonly label: string | null;
  readonly created_at: string;
  readonly created_by: string;
  readonly last_used_at: string | null;
}

export interface StoredClient extends ClientRecord {
  /** Newest first. */
  readonly secrets: readonly StoredSecret[];
  readonly created_at: string;
  readonly created_by: string;
  readonly updated_at: string;
  readonly updated_by: string;
  readonly secret_changed_at: string | null;
  readonly last_used_at: string | null;
  readonly system: boolean;
  /** When it was deleted; null: it is not. A deleted client keeps its client_id reserved. */
  readonly trashed_at: string | null;
}

/** A secret to be stored; never the plain value. */
export interface NewSecret extends Pick<SecretVerifier, 'scheme' | 'digest' | 'hint'> {
  /** Seconds since 1970; null or absent: it never expires. */
  readonly expires_at?: number | null;
  readonly label?: string | null;
}

/** What happens to secrets in one write. `retire` is done before `add`. */
export interface SecretChanges {
  readonly add?: readonly NewSecret[];
  /** Every present secret is replaced: it is refused from this moment on (seconds since 1970), or earlier if it was to expire. */
  readonly retireAt?: number;
  /** The secret in use expires at another moment (seconds since 1970; null: never). Replaced ones keep theirs. */
  readonly expireAt?: number | null;
  /** Secrets to remove now, by id. */
  readonly end?: readonly string[];
}

/** A stored thing with the count of its writes, which its ETag is made of. */
export interface Revised {
  readonly revision: number;
  readonly updated_at: string;
  readonly updated_by: string;
}

export interface StoredSettings extends Revised {
  /** The overrides over the defaults: every setting has a value. */
  readonly settings: Settings;
  /** What somebody has set. */
  readonly overrides: Partial<Settings>;
}

export interface StoredScope extends Scope, Revised {
  readonly system: boolean;
}

export interface StoredAccessTokenManager extends AccessTokenManager, Revised {
  readonly system: boolean;
}

export interface StoredAccount extends Account, Revised {
  readonly system: boolean;
  readonly created_at: string;
}

/** A signing key as administrators see it: no private half. */
export interface StoredKey {
  readonly kid: string;
  readonly alg: string;
  readonly state: 'pending' | 'active' | 'retiring' | 'retired';
  readonly public_jwk: PublicJwk;
  readonly created_at: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Cursor of the next page; null: this is the last one. */
  readonly next: string | null;
}

/** `total` counts all pages; null: too many to count quickly. */
export interface CountedPage<T> extends Page<T> {
  readonly total: number | null;
}

/** What every list is asked. */
export interface ListQuery {
  /** 1 to 200. */
  readonly limit: number;
  /** Cursor of an earlier page of the same query. */
  readonly after?: string;
  /** Whoever asks: a cursor works for the same caller only. */
  readonly caller: string;
}

export const clientSorts = [
  'name',
  '-name',
  'client_id',
  '-client_id',
  'created_at',
  '-created_at',
  'updated_at',
  '-updated_at',
] as const;
export type ClientSort = (typeof clientSorts)[number];

/** Fields that a list of clients can be filtered by. List fields match when they contain the value; `label` is keywords. */
export const clientFilters = [
  'enabled',
  'client_type',
  'application_type',
  'token_endpoint_auth_method',
  'grant_types',
  'scope',
  'label',
  'system',
] as const;
export type ClientFilter = (typeof clientFilters)[number];

export interface ClientQuery extends ListQuery {
  /** Case-insensitive part of client_id, name, description or a redirect URI. */
  readonly q?: string;
  readonly filters?: Readonly<Partial<Record<ClientFilter, string | boolean>>>;
  /** Default: `name`. */
  readonly sort?: ClientSort;
  /** True: the deleted clients instead of the others. */
  readonly trashed?: boolean;
}
