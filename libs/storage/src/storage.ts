import {
  type KeyPair,
  type KeyParameters,
  type Client,
  type RecordIn,
  type ResourceName,
  type Settings,
} from '@clientele/client-schema';
import {
  type Account,
  type AccountStore,
  type ArtifactStore,
  type ChangeFeed,
  type ClientDocumentStore,
  type ClientStore,
  type DeliveryStore,
  type GrantStore,
  type GrantSummary,
  type KeyStore,
  type Receipt,
  type ReceiptStore,
  type SettingsStore,
} from '@clientele/runtime/ports/index';
import {
  type Author,
  type ClientQuery,
  type CountedPage,
  type ExportQuery,
  type ListQuery,
  type NewSecret,
  type Page,
  type Reach,
  type SecretChanges,
  type StoredAccount,
  type StoredClient,
  type StoredClientDocument,
  type StoredEvent,
  type KeyChange,
  type NewKey,
  type StoredKey,
  type StoredRecord,
  type StoredRevision,
  type StoredSettings,
} from './records.js';

/**
 * The database of one process. Every write is durable when it resolves, and is one transaction together with its entries
 * in the change feed and in the audit log, and a client's with its revision. Every method rejects with `StorageUnavailable` when the database cannot be reached, which callers
 * answer with 503.
 */
export interface Storage {
  /** Brings the schema up to date. Safe however many processes start at once. */
  migrate(): Promise<void>;
  readonly ports: {
    readonly clients: ClientStore;
    readonly clientDocuments: ClientDocumentStore;
    readonly settings: SettingsStore;
    readonly artifacts: ArtifactStore;
    readonly grants: GrantStore;
    readonly deliveries: DeliveryStore;
    readonly accounts: AccountStore;
    readonly keys: KeyStore;
    readonly receipts: ReceiptStore;
    readonly changes: ChangeFeed;
  };
  readonly clients: ClientRepository;
  readonly clientDocuments: ClientDocumentRepository;
  readonly settings: SettingsRepository;
  readonly resources: ResourceRepository;
  readonly accounts: AccountRepository;
  readonly keys: KeyRepository;
  readonly receipts: ReceiptRepository;
  readonly grants: GrantRepository;
  readonly idempotency: IdempotencyRepository;
  readonly events: EventRepository;
  readonly unitOfWork: UnitOfWork;
  readonly authorship: Authorship;
  readonly checkedWrites: CheckedWrites;
  /** Removes what nobody can use any more, in small batches; resolves to the number of rows. */
  purgeExpired(): Promise<number>;
  /** Rejects when the database does not answer in time: `StorageOptions.timeoutMs`. */
  ping(): Promise<void>;
  migrationsPending(): Promise<boolean>;
  /** A key of 32 octets that every process with this database and master key has, for a purpose of its own. */
  derive(purpose: string): Buffer;
  close(): Promise<void>;
}

export interface UnitOfWork {
  /**
   * Makes everything that `work` does through this storage one transaction: all of it is durable, or none. A unit inside
   * a unit joins it. On PostgreSQL `work` runs again after a deadlock, so it may have no effect elsewhere; it makes no
   * network call, as other writers may wait for it. After a `Duplicate` the unit cannot go on.
   */
  run<T>(work: () => Promise<T>): Promise<T>;

  /**
   * Runs flows side by side, and the units that they wait for at the same time in one transaction, one after the other:
   * so that many small writes wait for the disk once. A unit that rejects is taken back alone; when the database fails,
   * all of them reject.
   */
  together<T>(flows: readonly (() => Promise<T>)[]): Promise<PromiseSettledResult<T>[]>;
  /** Whether the caller is part of a unit that has not ended. */
  readonly inUnit: boolean;
  /**
   * Lets `work` write in earnest and takes back each unit and each statement at its own end: what it reads in between it
   * reads as everybody else does, and it holds up other writers no longer than the real thing would.
   */
  rehearse<T>(work: () => Promise<T>): Promise<T>;
  /** Whether what the caller writes is taken back. */
  readonly rehearses: boolean;
}

export interface Authorship {
  /**
   * Everything that `work` writes is recorded in the name of `author`, by revisions and by the audit log. What is
   * written without one is the server's own doing.
   */
  inTheNameOf<T>(author: Author, work: () => Promise<T>): Promise<T>;
}

/** The number of the last change that had been committed. */
export type Moment = number;

/**
 * Clients are checked against the server, and a change of the server against every client, which takes long: so nothing
 * is locked while something is checked. It is written only if what it was checked against is the same by then.
 */
export interface CheckedWrites {
  /** When a check begins: asked before anything is read that it looks at. */
  begin(): Promise<Moment>;

  /** When a check begins that looks at what was read at `since`; undefined: it has changed, clients apart. */
  unchangedSince(since: Moment): Promise<Moment | undefined>;

  /**
   * Writes clients that were checked against settings, scopes and keys read after `since`. `write` is a unit; no
   * `ofServer` is under way while it runs. Resolves to undefined, without writing, when the server has changed since.
   */
  ofClient<T>(since: Moment, write: () => Promise<T | undefined>): Promise<T | undefined>;

  /**
   * Changes settings or scopes after every client, read after `since`, was checked against them. `write` is a unit; no
   * `ofClient` is under way while it runs. It is given the clients that were saved since: they are still to be checked.
   * Resolves to undefined, without writing, when something else of the server has changed since.
   */
  ofServer<T>(since: Moment, write: (saved: readonly StoredClient[]) => Promise<T | undefined>): Promise<T | undefined>;
}

export interface ClientRepository {
  /**
   * A client that was known by a document keeps its internal id, and with it what it was granted.
   * @throws Duplicate when the client_id is taken, be it by a deleted client
   */
  insert(client: {
    client_id: string;
    /** Settled and valid. */
    document: Client;
    secrets?: readonly NewSecret[];
    /** The first key of a pair of its own. */
    key?: NewKey;
    created_by: string;
    system?: boolean;
  }): Promise<StoredClient>;

  /** Whether clients, be they deleted, belong to this subject. */
  isOwner(sub: string): Promise<boolean>;
  /** @param options trashed: find deleted clients as well */
  find(client_id: string, options?: Reach & { trashed?: boolean }): Promise<StoredClient | undefined>;

  /** Writes if the revision still is `seenRevision`; resolves to undefined when it is not, or there is no such client. */
  update(
    client_id: string,
    seenRevision: number,
    change: { document?: Client; secrets?: SecretChanges; key?: KeyChange; updated_by: string },
  ): Promise<StoredClient | undefined>;

  /** Deletes so that it can be restored; undefined: unknown, deleted already, or not at `seenRevision` any more. */
  trash(client_id: string, change: { seenRevision?: number; updated_by: string }): Promise<StoredClient | undefined>;

  /** Undefined: there is no such deleted client, or it is not at `seenRevision` any more. */
  restore(client_id: string, change: { seenRevision?: number; updated_by: string }): Promise<StoredClient | undefined>;

  /**
   * Removes a client for good, with its secrets, grants, consents and receipts, and ends a key pair of its own; resolves to
   * whether there was one (at `seenRevision`, when given).
   */
  purge(client_id: string, options?: { seenRevision?: number }): Promise<boolean>;

  /** @throws InvalidCursor */
  list(query: ClientQuery): Promise<CountedPage<StoredClient>>;

  /** Every client of the query, in memory for one page at a time. */
  export(query?: ExportQuery): AsyncIterable<StoredClient>;

  /**
   * The revisions of a client, deleted or not, newest first; undefined: there is no such client.
   * @throws InvalidCursor
   */
  revisions(client_id: string, query: ListQuery & Reach): Promise<Page<StoredRevision> | undefined>;

  /** Undefined: there is no such client, or none such revision of it. */
  revision(client_id: string, revision: number, reach?: Reach): Promise<StoredRevision | undefined>;

  /** Notes when clients and secrets were last used. Leaves revision and change feed alone; `at` in seconds since 1970. */
  touch(uses: readonly { client_id: string; secret_id?: string; at: number }[]): Promise<void>;
}

export interface SettingsRepository {
  read(): Promise<StoredSettings>;
  /** Replaces the overrides if the revision still is `seenRevision`; undefined: it is not. */
  write(
    seenRevision: number,
    overrides: Partial<Settings>,
    change: { updated_by: string },
  ): Promise<StoredSettings | undefined>;
}

/** The records of every resource that is declared in the client schema. */
export interface ResourceRepository {
  /** By id; `q` is a case-insensitive part of any text in a record. @throws InvalidCursor */
  list<N extends ResourceName>(name: N, query: ListQuery & { q?: string }): Promise<CountedPage<StoredRecord<N>>>;
  find<N extends ResourceName>(name: N, id: string): Promise<StoredRecord<N> | undefined>;
  /** @throws Duplicate */
  insert<N extends ResourceName>(
    name: N,
    document: RecordIn<N>,
    change: { created_by: string; system?: boolean },
  ): Promise<StoredRecord<N>>;
  /** Replaces the document of the same id if the revision still is `seenRevision`. */
  update<N extends ResourceName>(
    name: N,
    seenRevision: number,
    document: RecordIn<N>,
    change: { updated_by: string },
  ): Promise<StoredRecord<N> | undefined>;
  /** Resolves to whether there was one (at `seenRevision`, when given). */
  remove(name: ResourceName, id: string, seenRevision?: number): Promise<boolean>;
  /** The clients, deleted ones too, whose document names the record: at most a hundred, and how many there are. */
  usedBy(name: ResourceName | 'clients', id: string, reach?: Reach): Promise<Users>;
  /** How many clients name each of these records; one that none names is left out. */
  uses(name: ResourceName, ids: readonly string[], reach?: Reach): Promise<ReadonlyMap<string, number>>;
}

/** The clients that name a record. */
export interface Users {
  /** At most a hundred. */
  readonly client_ids: readonly string[];
  /** Those among them that are deleted and can be restored. */
  readonly trashed: readonly string[];
  /** How many there are. */
  readonly count: number;
}

/** Members of an account that an administrator writes. */
export type AccountMembers = Omit<Account, 'sub' | 'sign_in_epoch'>;

export interface AccountRepository {
  /** Generates the subject identifier. @throws Duplicate when the username is taken in any case */
  insert(
    account: AccountMembers & { password: string; system?: boolean },
    change: { updated_by: string },
  ): Promise<StoredAccount>;
  find(sub: string): Promise<StoredAccount | undefined>;
  /** By name: all, the one of this name in any case, or those of these subject identifiers. @throws InvalidCursor */
  list(query: ListQuery & { username?: string; subs?: readonly string[] }): Promise<Page<StoredAccount>>;
  /**
   * Writes if the revision still is `seenRevision`. A password, or being disabled, ends all sign-ins of the account with
   * what they gave. @throws Duplicate
   */
  update(
    sub: string,
    seenRevision: number,
    members: Partial<AccountMembers> & { password?: string },
    change: { updated_by: string },
  ): Promise<StoredAccount | undefined>;
  /** Resolves to whether there was one. Revokes its grants. */
  remove(sub: string, seenRevision?: number): Promise<boolean>;
}

export interface KeyRepository {
  /**
   * Makes a key that this server keeps, which takes long, and stores nothing.
   * @param kid what it is called; default: its RFC 7638 thumbprint
   */
  make(parameters: KeyParameters, kid?: string): Promise<NewKey>;
  /** Gives a pair its first key unless it has one. Of many starts at once exactly one makes it. */
  ensure(pair: Pick<KeyPair, 'id'> & KeyParameters): Promise<void>;
  /**
   * Gives a pair its next key. The first signs at once; a later one when it was published for longer than verifiers keep
   * the JWK Set, or `atOnce`.
   */
  add(pair: string, key: NewKey, options?: { atOnce?: boolean }): Promise<StoredKey>;
  /** Takes a key out of the JWK Set now; resolves to whether there was one that does not sign. */
  withdraw(pair: string, kid: string): Promise<boolean>;
  /** Removes all keys of a pair. */
  removePair(pair: string): Promise<void>;
  /** Whether a key has this name, be it over. */
  isNamed(kid: string): Promise<boolean>;
  /** The keys of some pairs, in the order in which they sign; those that are over too. */
  list(pairs: readonly string[]): Promise<readonly StoredKey[]>;
  /** The keys of every pair that clients share, in the order in which they sign; those that are over too. */
  listShared(): Promise<readonly StoredKey[]>;
  /** Puts into the audit log which keys have begun to sign, or are over, since it was told last; resolves to how many. */
  tellStates(): Promise<number>;
}

/** Documents that clients were made of. To register such a client, insert one with its client_id. */
export interface ClientDocumentRepository {
  find(id: string): Promise<StoredClientDocument | undefined>;
  /** Those first seen last come first. @throws InvalidCursor */
  list(query: ListQuery & { client_id?: string }): Promise<Page<StoredClientDocument>>;
  /** Refuses the client of a document, or admits it again. Undefined: there is none. */
  freeze(id: string, frozen: boolean): Promise<StoredClientDocument | undefined>;
}

export interface ReceiptRepository {
  find(code: string, reach?: Reach): Promise<Receipt | undefined>;
  /** Newest first. @throws InvalidCursor */
  list(query: ListQuery & Reach & { client_id?: string }): Promise<Page<Receipt>>;
}

export interface GrantRepository {
  find(id: string, reach?: Reach): Promise<GrantSummary | undefined>;
  /** Newest first. @throws InvalidCursor */
  list(query: ListQuery & Reach & { client_id?: string; sub?: string }): Promise<Page<GrantSummary>>;
  /** Resolves to whether there was such a grant. */
  revoke(id: string): Promise<boolean>;
}

/** What the audit log can be filtered by. */
export interface EventFilters extends Reach {
  /** Subject or name of the author. */
  readonly actor?: string;
  readonly type?: string;
  readonly client_id?: string;
  /** Milliseconds since 1970; the first included, the second not. */
  readonly since?: number;
  readonly until?: number;
}

/** What a walk along the audit log has found. */
export interface ChainReport {
  /** How many links hold. */
  readonly count: number;
  /** The hash of the last of them; empty: there is none. */
  readonly hash: string;
  /** The first link that does not hold. */
  readonly broken?: { readonly seq: number; readonly why: string };
}

export interface EventRepository {
  /** Newest first. @throws InvalidCursor */
  list(query: ListQuery & EventFilters): Promise<Page<StoredEvent>>;
  /** Some of those with a higher number, oldest first. */
  after(seq: number, filters: EventFilters): Promise<readonly StoredEvent[]>;
  /** The number of the last event; 0: there is none. */
  last(): Promise<number>;
  /** Walks along the whole log, up to the event that was the last one when it began. */
  verify(): Promise<ChainReport>;
}

/** An answer to be given again. It is sealed at rest, as it may show a secret. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The right to execute a request that must happen once. */
export interface Claim {
  readonly actor: string;
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly claimed_at: number;
}

/** No transaction is open while a request is executed, be it ever so slow: only what it writes is told in its own. */
export interface IdempotencyRepository {
  /**
   * Claims a key of an actor for 24 hours.
   * - `new`: the caller has the request executed by `execute`, then calls `complete`, or `abandon`
   * - `answered`: the first request's answer
   * - `conflict`: the key was used for a request of another digest
   * - `pending`: an equal request has not ended within the time that this one waited
   * - `unanswered`: an equal request was carried out, and its process died before it could keep the answer
   */
  begin(
    actor: string,
    key: string,
    digest: string,
  ): Promise<
    | { state: 'new'; claim: Claim }
    | { state: 'conflict' }
    | { state: 'pending' }
    | { state: 'unanswered' }
    | { state: 'answered'; answer: StoredAnswer }
  >;
  /**
   * Does the work of a request. With whatever it writes, in the same transaction, is kept that it was carried out: so it
   * is never done twice, wherever it breaks off.
   * @throws ClaimLost when an equal request has taken the claim over, as this one wrote nothing for a minute
   */
  execute<T>(claim: Claim, work: () => Promise<T>): Promise<T>;
  complete(claim: Claim, answer: StoredAnswer): Promise<void>;
  /** An equal request may try again, unless this one has written something before it failed. */
  abandon(claim: Claim): Promise<void>;
}
