import {
  type Client,
  type ClientOrigin,
  type KeptSecret,
  type PublicJwk,
  type RecordIn,
  type ResourceName,
  type Settings,
} from '@clientele/client-schema';
import {
  type Account,
  type ClientRecord,
  type KnownDocument,
  type SecretVerifier,
} from '@clientele/runtime/ports/index';

/** Everything a repository returns. Instants are RFC 3339 in UTC unless the runtime's own shape says seconds. */

export interface StoredSecret extends SecretVerifier {
  readonly label: string | null;
  readonly created_at: string;
  readonly created_by: string;
  readonly last_used_at: string | null;
  /** The length of its value, where it is kept; null: only the verifier is. */
  readonly key_octets: number | null;
}

export interface StoredClient extends ClientRecord {
  /** The document as it is stored: who only passes it on need not read it. It names the client_id. */
  readonly json: string;
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

/** A secret to be stored: as its verifier, and with a `key` also as a value, under the master key. */
export interface NewSecret extends Pick<SecretVerifier, 'scheme' | 'digest' | 'key' | 'hint'> {
  /** Default: client_secret. */
  readonly field?: KeptSecret;
  /** Seconds since 1970; null or absent: it never expires. */
  readonly expires_at?: number | null;
  readonly label?: string | null;
}

/** What happens to secrets in one write. `retire` is done before `add`. */
export interface SecretChanges {
  readonly add?: readonly NewSecret[];
  /** Fields whose values are removed. */
  readonly unset?: readonly KeptSecret[];
  /** Every present client_secret is replaced: it is refused from this moment on (seconds since 1970), or earlier if it was to expire. */
  readonly retireAt?: number;
  /** The secret in use expires at another moment (seconds since 1970; null: never). Replaced ones keep theirs. */
  readonly expireAt?: number | null;
  /** Secrets to remove now, by id. */
  readonly end?: readonly string[];
}

/** From where something is written. `server`: by the server itself, without a request. */
export { clientOrigins as origins } from '@clientele/client-schema';
export type Origin = ClientOrigin;

/** In whose name something is written. */
export interface Author {
  /** Subject of the access token; for what no request caused, `clientele`. */
  readonly id: string;
  /** What people call them. */
  readonly name: string;
  /** The client that the access token was issued to; null: there was none. */
  readonly client_id: string | null;
  readonly origin: Origin;
  /** Why, in the author's words. */
  readonly reason: string | null;
}

/** What a write has done to something, as the audit log tells it. */
export interface Happening {
  /** What it was done to and what was done, such as `client.changed`. */
  readonly type: string;
  /** Names the thing within its kind. */
  readonly target: string;
  /** The client it is about. */
  readonly client_id?: string | null;
  /** The revision that the write has made. */
  readonly revision?: number | null;
  /** JSON pointers of the members that have another value now. Never the values. */
  readonly fields?: readonly string[];
}

/** One link of the audit log. */
export interface StoredEvent extends Required<Happening> {
  /** From 1, without gaps. */
  readonly seq: number;
  readonly at: string;
  readonly actor: Pick<Author, 'id' | 'name' | 'client_id'>;
  readonly origin: Origin;
  readonly reason: string | null;
  /** SHA-256 over the hash of the event before and this event, in base64url. */
  readonly hash: string;
}

/** A client as one write has left it. */
export interface StoredRevision {
  readonly revision: number;
  readonly at: string;
  readonly actor: Pick<Author, 'id' | 'name' | 'client_id'>;
  readonly origin: Origin;
  readonly reason: string | null;
  /** What was done, as types of events. */
  readonly actions: readonly string[];
  readonly document: Client;
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

/** A record of a resource. */
export interface StoredRecord<N extends ResourceName = ResourceName> extends Revised {
  readonly id: string;
  readonly document: RecordIn<N>;
  /** The server's own. */
  readonly system: boolean;
  readonly created_at: string;
  readonly created_by: string;
}

export interface StoredAccount extends Account, Revised {
  readonly system: boolean;
  readonly created_at: string;
}

/** A document that a client was made of, as administrators see it. */
export interface StoredClientDocument extends KnownDocument {
  /** Seconds since 1970. */
  readonly first_seen_at: number;
}

/** A signing key as administrators see it: no private half. */
export interface StoredKey {
  readonly kid: string;
  /** The id of its key pair, or the client whose own it is: see `ownPair`. */
  readonly pair: string;
  /** The signature adapter that signs with it. */
  readonly adapter_id: string;
  readonly generation: number;
  readonly state: 'pending' | 'active' | 'retiring' | 'retired';
  readonly public_jwk: PublicJwk;
  readonly created_at: string;
  readonly active_from: string;
  /** When its state ends by itself; null: not without a change. */
  readonly until: string | null;
}

/** A key that was made and is not stored yet. */
export interface NewKey {
  readonly kid: string;
  readonly public_jwk: PublicJwk;
  /** The private half, sealed; null: another place keeps it. */
  readonly sealed: string | null;
  /** The signature adapter that signs with it. */
  readonly adapter_id: string;
  /** What the key is called where it is kept; null: it is kept here. */
  readonly reference: string | null;
}

/** What a write does to the key pair that a client has for itself: its next key, one key less, or its end. */
export type KeyChange =
  { readonly add: NewKey; readonly atOnce: boolean } | { readonly withdraw: string } | { readonly end: true };

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
/** What of the clients, and of all that tells of them, somebody gets to see. */
export interface Reach {
  /** Only clients that this subject owns, and those that nobody owns; absent: everybody's. */
  readonly visibleTo?: string;
}

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
  'last_used_at',
  '-last_used_at',
] as const;
export type ClientSort = (typeof clientSorts)[number];

/** Fields that a list of clients can be filtered by. List fields match when they contain the value; `label` is keywords. */
export const clientFilters = [
  'enabled',
  'client_type',
  'application_type',
  'token_endpoint_auth_method',
  'client_template_id',
  'grant_types',
  'scope',
  'label',
  'origin',
  'system',
] as const;
export type ClientFilter = (typeof clientFilters)[number];

/** Which clients an export walks along, and in which order; by default by client_id. */
export type ExportQuery = Omit<ClientQuery, 'limit' | 'after' | 'caller'>;

/** What a field is to be; of several values, all must be among its own. */
export type FilterValue = string | boolean | readonly string[];

export interface ClientQuery extends ListQuery, Reach {
  /** Case-insensitive part of client_id, name, description or a redirect URI. */
  readonly q?: string;
  /** Clients that would accept this redirect URI. While there is none, `q` decides instead. */
  readonly redirect_uri?: string;
  readonly filters?: Readonly<Partial<Record<ClientFilter, FilterValue>>>;
  /** Seconds: clients that were not used for longer than this, and are older. */
  readonly unusedFor?: number;
  /** Seconds: clients that were used within them. */
  readonly usedWithin?: number;
  /** Default: `name`. */
  readonly sort?: ClientSort;
  /** True: the deleted clients instead of the others. */
  readonly trashed?: boolean;
}
