import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type Client,
  type Finding,
  type Issue,
  adviseClient,
  lintClient,
  resolveClient,
  settleClient,
  unknownMembers,
  validateClient,
  nounOf,
} from '@clientele/client-schema';
import { referringRecords } from '@clientele/client-schema/references';
import { isSame } from '@clientele/client-schema/same';
import { Clock } from '@clientele/runtime';
import {
  Duplicate,
  type ClientQuery,
  type ExportQuery,
  type KeyChange,
  type NewSecret,
  type SecretChanges,
  type StoredClient,
} from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { Problem, notFound, refuse } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Document } from '../http/body.js';
import { clientPath } from '../http/client-id-path.js';
import { taken, unlessCreated, unlessTaken, untilWritten } from '../http/compare-and-set.js';
import { type Json } from '../http/json.js';
import { type Patch } from '../http/patch.js';
import { type Precondition, unconditional } from '../http/preconditions.js';
import { Page, Stored } from '../http/stored.js';
import { created, patched, replaced } from '../http/whole-document.js';
import { Registry } from '../registry.js';
import { type ServerFacts, ServerView } from '../server-view.js';
import { isNotSystem, keepsSystemClientWorking, maySetSecrets, mayGovern, mayPurge } from './client-authority.js';
import { ClientRevisionsService } from './client-revisions.service.js';
import {
  type ClientView,
  type ClientWithSecret,
  type PickMembers,
  effectiveValuesOf,
  members,
  viewInJson,
  viewOf,
} from './client-view.js';
import { expiryFaults, hashedOnce, mayHaveAnother, secretExpiryOf } from './client-secret.js';
import { type MakeOnce, OwnKeyPairs } from './own-key-pair.js';
import {
  type GivenSecrets,
  type SecretsOfWrite,
  lacksSecret,
  secretsOfWrite,
  withoutSecrets,
} from './secret-fields.js';

/** A client after a write, and what is unwise about it. */
export type Written = ClientWithSecret & { _warnings?: Issue[] };

/** A client as a reading shows it: whole, or what was asked for. */
export type Shown = Json | (Partial<ClientView> & { _effective?: Document });

/** One of the attempts at a write, each on the client as it is by then. */
interface Attempt {
  /** The members that the request names. */
  readonly named: ReadonlySet<string>;
  readonly stored: StoredClient | undefined;
  readonly caller: CallerIdentity;
  readonly hash: (secret: string) => Promise<string>;
  readonly makeKey: MakeOnce;
  readonly secrets?: Secrets;
}

/** Which secrets a write may make: also one that is generated, or only the one that the document gives. */
export type Secrets = 'generated' | 'given';

/** A client as a change leaves it: valid, with the secret that the change brings. */
interface Admitted {
  readonly document: Client;
  /** The secrets that the request chooses. */
  readonly given: GivenSecrets;
  readonly secrets: SecretsOfWrite;
  /** What becomes of the key pair that it has for itself. */
  readonly key: KeyChange | undefined;
  readonly server: ServerFacts;
}

/** Clients of an export that are shown together, so that their keys are looked up together. */
const shownAtOnce = 200;

@Injectable()
export class ClientsService {
  constructor(
    private readonly registry: Registry,
    private readonly view: ServerView,
    private readonly clock: Clock,
    private readonly revisions: ClientRevisionsService,
    private readonly keys: OwnKeyPairs,
  ) {}

  async create(
    document: Document,
    caller: CallerIdentity,
    { secrets }: { secrets?: Secrets } = {},
  ): Promise<Stored<Written>> {
    const given = created(members, document);
    const candidate = { owner: caller.sub, ...given, client_id: given.client_id ?? randomUUID() };
    const named = new Set(Object.keys(document));
    const hash = hashedOnce();
    const makeKey = this.keys.makeOnce();
    return untilWritten(
      unconditional,
      () => Promise.resolve(undefined),
      async () => {
        const admitted = await this.#admit(candidate, {
          named,
          stored: undefined,
          caller,
          hash,
          makeKey,
          ...(secrets && { secrets }),
        });
        return unlessTaken(() => this.#insert(admitted, caller), '/client_id', idIsTaken(admitted.document.client_id!));
      },
    );
  }

  /** @param pick what of each client is shown; undefined: everything */
  async list(query: ClientQuery, pick?: PickMembers): Promise<Page<Shown>> {
    const { items, next, total } = await this.registry.clients.list(query);
    return new Page(await this.#shown(items, pick), next, total);
  }

  /** Every client of the query, some at a time. */
  async *export(query: ExportQuery, pick?: PickMembers): AsyncGenerator<Shown[]> {
    for await (const clients of inGroups(this.registry.clients.export(query), shownAtOnce))
      yield await this.#shown(clients, pick);
  }

  async read(
    client_id: string,
    { effective, trashed, pick }: { effective: boolean; trashed: boolean; pick?: PickMembers | undefined },
  ): Promise<Stored<Shown>> {
    const client = await this.#find(client_id, { trashed });
    if (!effective) return new Stored((await this.#shown([client], pick))[0]!, client.revision);
    const server = await this.registry.ports.settings.read();
    const view = await this.#viewOf(client);
    const _effective = effectiveValuesOf(client.document, server);
    return new Stored({ ...(pick ? pick(view) : view), _effective }, client.revision);
  }

  /** What is wrong or unwise about the client as it is stored. */
  async lint(client_id: string): Promise<{ findings: Finding[] }> {
    const { document } = await this.#find(client_id);
    return { findings: lintClient({ ...document }, await this.view.read()) };
  }

  /** Creates the client or replaces what is documented and writable; the secret stays unless a new one is given. */
  async replace(
    client_id: string,
    document: Document,
    precondition: Precondition,
    caller: CallerIdentity,
    secrets?: Secrets,
  ): Promise<Stored<Written>> {
    const named = new Set(Object.keys(document));
    const hash = hashedOnce();
    const makeKey = this.keys.makeOnce();
    return this.#untilWritten(
      precondition,
      () => this.#unlessTrashed(client_id),
      async (stored) => {
        const sent = replaced(members, document, client_id, stored && { ...(await this.#viewOf(stored)) });
        // Like the secret, the owner stays unless another one is given.
        const candidate = { owner: stored ? stored.document.owner : caller.sub, ...sent };
        const admitted = await this.#admit(candidate, {
          named,
          stored,
          caller,
          hash,
          makeKey,
          ...(secrets && { secrets }),
        });
        return stored ? this.#write(stored, admitted, caller) : unlessCreated(() => this.#insert(admitted, caller));
      },
    );
  }

  /** Changes what the patch names; the whole that results is validated. */
  async patch(
    client_id: string,
    patch: Patch,
    precondition: Precondition,
    caller: CallerIdentity,
  ): Promise<Stored<Written>> {
    const hash = hashedOnce();
    const makeKey = this.keys.makeOnce();
    return this.#untilWritten(
      precondition,
      () => this.#find(client_id),
      async (stored) => {
        const { document, named } = patched(members, { ...(await this.#viewOf(stored)) }, patch);
        return this.#write(stored, await this.#admit(document, { named, stored, caller, hash, makeKey }), caller);
      },
    );
  }

  /** Makes the client what it was in an earlier revision, as far as the rules of today permit. */
  async revert(
    client_id: string,
    earlier: Client,
    precondition: Precondition,
    caller: CallerIdentity,
  ): Promise<Stored<Written>> {
    const makeKey = this.keys.makeOnce();
    return this.#untilWritten(
      precondition,
      () => this.#find(client_id),
      async (stored) => {
        // The secrets are those of today, and so is their expiry: one that has ended does not come back to life.
        const { client_secret_expires_at } = stored.document;
        const candidate = { ...earlier, client_secret_expires_at };
        const attempt = { named: new Set<string>(), stored, caller, hash: hashedOnce(), makeKey };
        return this.#write(stored, await this.#admit(candidate, attempt), caller);
      },
    );
  }

  /** Freezes the client for 30 days; its tokens are refused at once and its id stays reserved. */
  async trash(client_id: string, precondition: Precondition, caller: CallerIdentity): Promise<void> {
    await this.#untilWritten(
      precondition,
      () => this.#find(client_id),
      async (stored) => {
        await this.#mayRemove(caller, stored);
        return this.registry.clients.trash(client_id, { seenRevision: stored.revision, updated_by: caller.name });
      },
    );
  }

  /** Removes the client for good, deleted before or not. */
  async purge(client_id: string, precondition: Precondition, caller: CallerIdentity): Promise<void> {
    await this.#untilWritten(
      precondition,
      () => this.#find(client_id, { trashed: true }),
      async (stored) => {
        mayPurge(caller);
        await this.#mayRemove(caller, stored);
        const server = await this.view.read();
        isNotNamed(client_id, server);
        return this.registry.checkedWrites.ofClient(
          server.since,
          async () => (await this.registry.clients.purge(client_id, { seenRevision: stored.revision })) || undefined,
        );
      },
    );
  }

  /** Brings a deleted client back, if it still is a client that may exist. */
  async restore(client_id: string, precondition: Precondition, caller: CallerIdentity): Promise<Stored<ClientView>> {
    return this.#untilWritten(
      precondition,
      () => this.#find(client_id, { trashed: true }),
      async (stored) => {
        if (stored.trashed_at === null) {
          throw new Problem(problems.conflict, { detail: `${client_id} is not deleted.` });
        }
        const server = await this.view.read();
        mayGovern(caller, resolveClient(stored.document, server));
        // Rules and settings may have become stricter while it lay there.
        refuse(problems.invalidDocument, validateClient(stored.document, server));
        const change = { seenRevision: stored.revision, updated_by: caller.name };
        const restored = await this.registry.checkedWrites.ofClient(server.since, () =>
          this.registry.clients.restore(client_id, change),
        );
        return restored && new Stored(await this.#viewOf(restored), restored.revision);
      },
    );
  }

  /** Whoever expected an older revision is told who saved this one, and what has changed in between. */
  #untilWritten<S extends StoredClient | undefined, T>(
    precondition: Precondition,
    read: () => Promise<S>,
    write: (present: S) => Promise<T | undefined>,
  ): Promise<T> {
    return untilWritten(precondition, read, write, (present, expected) => this.revisions.since(present, expected));
  }

  /** @throws Problem 409 for what the server itself needs, 403 for what reaches further than the caller */
  async #mayRemove(caller: CallerIdentity, stored: StoredClient): Promise<void> {
    isNotSystem(stored, stored.client_id);
    mayGovern(caller, resolveClient(stored.document, await this.registry.ports.settings.read()));
  }

  async #find(client_id: string, options: { trashed?: boolean } = {}): Promise<StoredClient> {
    const client = await this.registry.clients.find(client_id, options);
    if (!client) throw notFound('client');
    return client;
  }

  /** The client; undefined: there is none. @throws Problem 409 for a deleted one, which keeps its id */
  async #unlessTrashed(client_id: string): Promise<StoredClient | undefined> {
    const client = await this.registry.clients.find(client_id, { trashed: true });
    if (client && client.trashed_at !== null) throw taken('/client_id', idIsTaken(client_id));
    return client;
  }

  /** The candidate settled and found without fault, its secret taken out of the document. */
  async #admit(
    candidate: Document,
    { named: sent, stored, caller, hash, makeKey, secrets: wanted = 'generated' }: Attempt,
  ): Promise<Admitted> {
    const named = withoutSameTemplate(sent, candidate, stored);
    refuse(problems.unknownMember, unknownMembers(candidate));
    const server = await this.view.read();
    const settled = settleClient(candidate, named, server);
    refuse(problems.invalidDocument, [
      ...validateClient(settled, server, named),
      ...expiryLiesAhead(settled, stored, this.clock.now()),
      ...secondWayEndsLater(settled, stored, this.clock.now()),
    ]);

    const { document, given } = withoutSecrets(settled as unknown as Client);
    mayGovern(caller, stored && resolveClient(stored.document, server), resolveClient(document, server));
    if (stored) keepsSystemClientWorking(stored, document);
    const secrets = await secretsOfWrite(document, given, {
      server,
      stored: stored?.secrets ?? [],
      named,
      hash,
      // One that lacks its secret already is given one when somebody asks for it, not because its name changes.
      generates: wanted === 'generated' && !(stored && lacksSecret(stored.document, server, stored.secrets)),
    });
    const brings = secrets.fresh.some(({ stored: { field } }) => field === 'client_secret');
    if (brings) mayHaveAnother(document, stored?.secrets ?? [], this.clock.now());
    if (stored) maySetSecrets(caller, secretsWritten(given, secrets, named));
    const key = await this.keys.change(stored?.document, document, server, makeKey);
    return { document, given, server, secrets, key };
  }

  async #insert(
    { document, secrets, key, server }: Admitted,
    caller: CallerIdentity,
  ): Promise<Stored<Written> | undefined> {
    const client_id = document.client_id!;
    const first = key && 'add' in key ? { key: key.add } : {};
    const client = { client_id, document, created_by: caller.name, secrets: storedOf(secrets), ...first };
    const stored = await unlessPublicIdTaken(document, () =>
      this.registry.checkedWrites.ofClient(server.since, () => this.registry.clients.insert(client)),
    );
    return (
      stored &&
      new Stored(await this.#written(stored, secrets, server), stored.revision, { created: clientPath(client_id) })
    );
  }

  async #write(stored: StoredClient, admitted: Admitted, caller: CallerIdentity): Promise<Stored<Written> | undefined> {
    const { document, secrets, key, server } = admitted;
    // Saying the same again is no change, so that a pipeline may repeat itself without a trace.
    if (storedOf(secrets).length + secrets.unset.length === 0 && isSame(stored.document, document))
      return new Stored(await this.#written(stored, secrets, server), stored.revision);
    const secretChanges = this.#secretChanges(stored, admitted);
    const change = { document, updated_by: caller.name, ...secretChanges, ...(key && { key }) };
    const updated = await unlessPublicIdTaken(document, () =>
      this.registry.checkedWrites.ofClient(server.since, () =>
        this.registry.clients.update(stored.client_id, stored.revision, change),
      ),
    );
    return updated && new Stored(await this.#written(updated, secrets, server), updated.revision);
  }

  /** The secrets before a chosen one live out the retention period; else the one in use expires as the document says. */
  #secretChanges(stored: StoredClient, { document, given, secrets, server }: Admitted): { secrets: SecretChanges } {
    const add = storedOf(secrets);
    const retention = resolveClient(document, server).client_secret_retention_ttl;
    const expireAt = secretExpiryOf(document);
    // A secret that was generated because a setting needs its value replaces none: the others may be in use.
    const replaces = given.client_secret !== undefined;
    return {
      secrets: {
        ...(add.length > 0 && { add }),
        ...(secrets.unset.length > 0 && { unset: secrets.unset }),
        ...(replaces && { retireAt: this.clock.now() + retention }),
        ...(!replaces && expireAt !== secretExpiryOf(stored.document) && { expireAt }),
      },
    };
  }

  async #shown(clients: readonly StoredClient[], pick?: PickMembers): Promise<Shown[]> {
    if (pick) return (await this.#viewsOf(clients)).map(pick);
    const halfOf = await this.keys.publicHalves(clients);
    const now = this.clock.now();
    return clients.map((client) => viewInJson(client, now, halfOf(client)));
  }

  async #viewOf(client: StoredClient): Promise<ClientView> {
    return (await this.#viewsOf([client]))[0]!;
  }

  async #viewsOf(clients: readonly StoredClient[]): Promise<ClientView[]> {
    const halfOf = await this.keys.publicHalves(clients);
    const now = this.clock.now();
    return clients.map((client) => viewOf(client, now, halfOf(client)));
  }

  async #written(stored: StoredClient, { fresh }: SecretsOfWrite, server: ServerFacts): Promise<Written> {
    const shown = Object.fromEntries(fresh.map(({ plain, stored: { field = 'client_secret' } }) => [field, plain]));
    return withWarnings({ ...(await this.#viewOf(stored)), ...shown }, stored.document, server);
  }
}

/** The fields whose secrets a write makes, sets or takes away; what goes with a method that is left is no matter of theirs. */
function secretsWritten(
  given: GivenSecrets,
  { fresh, unset }: SecretsOfWrite,
  named: ReadonlySet<string>,
): readonly string[] {
  const made = fresh.map(({ stored: { field = 'client_secret' } }) => field);
  return [...new Set([...Object.keys(given), ...made, ...unset.filter((name) => named.has(name))])];
}

function storedOf({ fresh, keys }: SecretsOfWrite): NewSecret[] {
  return [...fresh.map(({ stored }) => stored), ...keys];
}

/** @throws Problem 409 with the records that name the client: what is for it must not pass to the next of its name */
function isNotNamed(client_id: string, server: ServerFacts): void {
  const users = referringRecords(server, { name: 'clients', id: client_id }).map(
    ({ resource, record }) => `the ${nounOf(resource)} ${String(record[resource.id])}`,
  );
  if (users.length === 0) return;
  throw new Problem(problems.inUse, { detail: `The client ${client_id} is used by ${users.join(', ')}.` });
}

/** One that has expired since it was set is no fault. */
function expiryLiesAhead(
  { client_secret_expires_at: expires_at }: Document,
  stored: StoredClient | undefined,
  now: number,
): Issue[] {
  if (typeof expires_at !== 'number' || expires_at === stored?.document.client_secret_expires_at) return [];
  return expiryFaults({ client_secret_expires_at: expires_at }, now);
}

/** One that has ended since it was set is no fault. */
function secondWayEndsLater(
  { secondary_authentication_expires_at: end }: Document,
  stored: StoredClient | undefined,
  now: number,
): Issue[] {
  if (typeof end !== 'string' || !(Date.parse(end) / 1000 <= now)) return [];
  if (end === stored?.document.secondary_authentication_expires_at) return [];
  const pointer = '/secondary_authentication_expires_at';
  return [{ pointer, rule: 'second-way-ends-later', detail: 'must lie in the future' }];
}

/** A template is taken up once: to name it again takes nothing up. */
function withoutSameTemplate(
  named: ReadonlySet<string>,
  { client_template_id }: Document,
  stored: StoredClient | undefined,
): ReadonlySet<string> {
  if (stored?.document.client_template_id !== client_template_id) return named;
  return new Set([...named].filter((name) => name !== 'client_template_id'));
}

/** @throws Problem 409 when another client, be it deleted, answers under the same public client ID */
async function unlessPublicIdTaken<T>({ public_client_id }: Client, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof Duplicate) || !error.isOf('public_client_id')) throw error;
    throw taken('/public_client_id', `Another client has the public client ID ${public_client_id} already.`, error);
  }
}

function idIsTaken(client_id: string): string {
  return `The client_id ${client_id} is taken; a deleted client keeps its id until it is purged.`;
}

function withWarnings(view: ClientWithSecret, document: Client, server: ServerFacts): Written {
  const warnings = adviseClient(document, server);
  return warnings.length > 0 ? { ...view, _warnings: warnings } : view;
}

async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const item of items) {
    if (group.push(item) < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
