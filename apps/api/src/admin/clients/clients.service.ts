import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type Client,
  type Issue,
  adviseClient,
  settleClient,
  unknownMembers,
  validateClient,
} from '@clientele/client-schema';
import { isSame } from '@clientele/client-schema/same';
import { Clock } from '@clientele/runtime';
import { type ClientQuery, Duplicate, type SecretChanges, type StoredClient } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { Problem, notFound, refuse } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Document } from '../http/body.js';
import { clientPath } from '../http/client-id-path.js';
import { untilWritten } from '../http/compare-and-set.js';
import { type Patch, applyPatch } from '../http/patch.js';
import { type Precondition, unconditional } from '../http/preconditions.js';
import { withoutServerOwned } from '../http/server-owned.js';
import { Page, Stored } from '../http/stored.js';
import { Registry } from '../registry.js';
import { type ServerFacts, ServerView } from '../server-view.js';
import { isNotSystem, keepsSystemClientWorking, maySetSecret, mayGovern } from './client-authority.js';
import { type FreshSecret, chosenSecret, generatedSecret, needsSecret, secretExpiryOf } from './client-secret.js';
import {
  type ClientView,
  type ClientWithSecret,
  effectiveValuesOf,
  serverOwnedMembers,
  viewOf,
} from './client-view.js';

/** A client after a write, and what is unwise about it. */
export type Written = ClientWithSecret & { _warnings?: Issue[] };

/** A client as a change leaves it: valid, with the secret that the change brings. */
interface Admitted {
  readonly document: Client;
  readonly secret: FreshSecret | undefined;
  readonly server: ServerFacts;
}

@Injectable()
export class ClientsService {
  constructor(
    private readonly registry: Registry,
    private readonly view: ServerView,
    private readonly clock: Clock,
  ) {}

  async create(document: Document, caller: CallerIdentity): Promise<Stored<Written>> {
    const given = withoutServerOwned(document, serverOwnedMembers, undefined);
    const candidate = { ...given, client_id: given.client_id ?? randomUUID() };
    return untilWritten(unconditional, async () => {
      const admitted = await this.#admit(candidate, new Set(Object.keys(document)), undefined, caller);
      return this.#insert(admitted, caller);
    });
  }

  async list(query: ClientQuery): Promise<Page<ClientView>> {
    const { items, next, total } = await this.registry.clients.list(query);
    return new Page(items.map(viewOf), next, total);
  }

  async read(
    client_id: string,
    { effective, trashed }: { effective: boolean; trashed: boolean },
  ): Promise<Stored<ClientView & { _effective?: Document }>> {
    const client = await this.#find(client_id, { trashed });
    if (!effective) return new Stored(viewOf(client), client.revision);
    const { settings } = await this.registry.settings.read();
    return new Stored({ ...viewOf(client), _effective: effectiveValuesOf(client.document, settings) }, client.revision);
  }

  /** Creates the client or replaces what is documented and writable; the secret stays unless a new one is given. */
  async replace(
    client_id: string,
    document: Document,
    precondition: Precondition,
    caller: CallerIdentity,
  ): Promise<Stored<Written>> {
    return untilWritten(precondition, async () => {
      const stored = await this.registry.clients.find(client_id, { trashed: true });
      if (stored && stored.trashed_at !== null) throw taken(client_id);
      precondition.check(stored?.revision);
      const sent = { client_id, ...document };
      fixedId(sent, client_id);
      const candidate = withoutServerOwned(sent, serverOwnedMembers, stored && { ...viewOf(stored) });
      const admitted = await this.#admit(candidate, new Set(Object.keys(document)), stored, caller);
      if (stored) return this.#write(stored, admitted, caller);
      try {
        return await this.#insert(admitted, caller);
      } catch (error) {
        // Somebody created it in between: the next attempt replaces theirs, if the request permits.
        if (error instanceof Problem && error.kind === problems.alreadyExists) return undefined;
        throw error;
      }
    });
  }

  /** Changes what the patch names; the whole that results is validated. */
  async patch(
    client_id: string,
    patch: Patch,
    precondition: Precondition,
    caller: CallerIdentity,
  ): Promise<Stored<Written>> {
    return untilWritten(precondition, async () => {
      const stored = await this.#find(client_id);
      precondition.check(stored.revision);
      const present: Document = { ...viewOf(stored) };
      const { result, named } = applyPatch(present, patch);
      fixedId(result, client_id);
      // A merge patch may name a member only to remove it, so that the result alone does not tell.
      refuse(problems.unknownMember, unknownNames(named));
      const candidate = withoutServerOwned(
        result,
        serverOwnedMembers,
        present,
        new Set([...named, ...Object.keys(result)]),
      );
      const admitted = await this.#admit(candidate, named, stored, caller);
      return this.#write(stored, admitted, caller);
    });
  }

  /** Freezes the client for 30 days; its tokens are refused at once and its id stays reserved. */
  async trash(client_id: string, precondition: Precondition, caller: CallerIdentity): Promise<void> {
    await untilWritten(precondition, async () => {
      const stored = await this.#find(client_id);
      this.#mayRemove(stored, precondition, caller);
      return this.registry.clients.trash(client_id, { seenRevision: stored.revision, updated_by: caller.name });
    });
  }

  /** Removes the client for good, deleted before or not. */
  async purge(client_id: string, precondition: Precondition, caller: CallerIdentity): Promise<void> {
    await untilWritten(precondition, async () => {
      const stored = await this.#find(client_id, { trashed: true });
      this.#mayRemove(stored, precondition, caller);
      return (await this.registry.clients.purge(client_id, { seenRevision: stored.revision })) || undefined;
    });
  }

  /** Brings a deleted client back, if it still is a client that may exist. */
  async restore(client_id: string, precondition: Precondition, caller: CallerIdentity): Promise<Stored<ClientView>> {
    return untilWritten(precondition, async () => {
      const stored = await this.#find(client_id, { trashed: true });
      if (stored.trashed_at === null) {
        throw new Problem(problems.conflict, { detail: `${client_id} is not deleted.` });
      }
      precondition.check(stored.revision);
      mayGovern(caller, stored.document);
      const server = await this.view.read();
      // Rules and settings may have become stricter while it lay there.
      refuse(problems.invalidDocument, validateClient(stored.document, server));
      const change = { seenRevision: stored.revision, updated_by: caller.name };
      const restored = await this.registry.checkedWrites.ofClient(server.since, () =>
        this.registry.clients.restore(client_id, change),
      );
      return restored && new Stored(viewOf(restored), restored.revision);
    });
  }

  async #find(client_id: string, options: { trashed?: boolean } = {}): Promise<StoredClient> {
    const client = await this.registry.clients.find(client_id, options);
    if (!client) throw notFound('client');
    return client;
  }

  #mayRemove(stored: StoredClient, precondition: Precondition, caller: CallerIdentity): void {
    precondition.check(stored.revision);
    isNotSystem(stored, stored.client_id);
    mayGovern(caller, stored.document);
  }

  /** The candidate settled and found without fault, its secret taken out of the document. */
  async #admit(
    candidate: Document,
    named: ReadonlySet<string>,
    stored: StoredClient | undefined,
    caller: CallerIdentity,
  ): Promise<Admitted> {
    refuse(problems.unknownMember, unknownMembers(candidate));
    const server = await this.view.read();
    const settled = settleClient(candidate, named, server);
    refuse(problems.invalidDocument, [
      ...validateClient(settled, server, named),
      ...expiryLiesAhead(settled.client_secret_expires_at, stored, this.clock.now()),
    ]);

    const { client_secret, ...rest } = settled as unknown as Client;
    const document = rest as Client;
    mayGovern(caller, stored?.document, document);
    if (stored) keepsSystemClientWorking(stored, document);
    if (stored && client_secret !== undefined) maySetSecret(caller);
    return { document, server, secret: await this.#secretFor(document, client_secret, stored) };
  }

  /** The secret that was chosen, else a generated one where one is needed and there is none. */
  async #secretFor(
    document: Client,
    chosen: string | undefined,
    stored: StoredClient | undefined,
  ): Promise<FreshSecret | undefined> {
    const expires_at = secretExpiryOf(document);
    if (chosen !== undefined) return chosenSecret(chosen, document, expires_at);
    if (!needsSecret(document)) return undefined;
    // One that has expired counts too: nobody asked for another, and its owner may want to prolong it.
    const hasOne = stored?.secrets.some(({ retired }) => !retired);
    return hasOne ? undefined : generatedSecret(expires_at);
  }

  async #insert({ document, secret, server }: Admitted, caller: CallerIdentity): Promise<Stored<Written> | undefined> {
    const client_id = document.client_id!;
    const client = { client_id, document, created_by: caller.name, ...(secret && { secrets: [secret.stored] }) };
    try {
      const stored = await this.registry.checkedWrites.ofClient(server.since, () =>
        this.registry.clients.insert(client),
      );
      return stored && new Stored(written(stored, secret, server), stored.revision, { created: clientPath(client_id) });
    } catch (error) {
      if (error instanceof Duplicate) throw taken(client_id, error);
      throw error;
    }
  }

  async #write(stored: StoredClient, admitted: Admitted, caller: CallerIdentity): Promise<Stored<Written> | undefined> {
    const { document, secret, server } = admitted;
    // Saying the same again is no change, so that a pipeline may repeat itself without a trace.
    if (!secret && isSame(stored.document, document))
      return new Stored(written(stored, undefined, server), stored.revision);
    const change = { document, updated_by: caller.name, ...this.#secretChanges(stored, admitted) };
    const updated = await this.registry.checkedWrites.ofClient(server.since, () =>
      this.registry.clients.update(stored.client_id, stored.revision, change),
    );
    return updated && new Stored(written(updated, secret, server), updated.revision);
  }

  /** The secrets before a new one live out the retention period; else the one in use expires as the document says. */
  #secretChanges(stored: StoredClient, { document, secret, server }: Admitted): { secrets?: SecretChanges } {
    if (secret) {
      const retention = document.client_secret_retention_ttl ?? server.settings.client_secret_retention_ttl;
      return { secrets: { add: [secret.stored], retireAt: this.clock.now() + retention } };
    }
    const expireAt = secretExpiryOf(document);
    return expireAt === secretExpiryOf(stored.document) ? {} : { secrets: { expireAt } };
  }
}

/** @throws Problem 422 when a document names another client than its address */
function fixedId(document: Document, client_id: string): void {
  if (document.client_id === client_id) return;
  refuse(problems.invalidDocument, [{ pointer: '/client_id', rule: 'create-only', detail: 'cannot be changed' }]);
}

/** RFC 7591 §3.2.1: a secret that expires does so later. One that has expired since it was set is no fault. */
function expiryLiesAhead(expires_at: unknown, stored: StoredClient | undefined, now: number): Issue[] {
  if (!Number.isInteger(expires_at) || expires_at === 0 || Number(expires_at) > now) return [];
  if (expires_at === stored?.document.client_secret_expires_at) return [];
  return [{ pointer: '/client_secret_expires_at', rule: 'secret-expiry-lies-ahead', detail: 'must lie in the future' }];
}

function unknownNames(named: ReadonlySet<string>): Issue[] {
  return unknownMembers(Object.fromEntries([...named].map((name) => [name, null]))).filter(
    ({ pointer }) => !serverOwnedMembers.has(pointer.slice(1)),
  );
}

function taken(client_id: string, cause?: unknown): Problem {
  return new Problem(problems.alreadyExists, {
    detail: `The client_id ${client_id} is taken; a deleted client keeps its id until it is purged.`,
    errors: [{ pointer: '/client_id', rule: 'unique', detail: 'is taken' }],
    cause,
  });
}

function written(stored: StoredClient, secret: FreshSecret | undefined, server: ServerFacts): Written {
  const view: ClientWithSecret = viewOf(stored);
  return withWarnings(secret ? { ...view, client_secret: secret.plain } : view, stored.document, server);
}

function withWarnings(view: ClientWithSecret, document: Client, server: ServerFacts): Written {
  const warnings = adviseClient(document, server);
  return warnings.length > 0 ? { ...view, _warnings: warnings } : view;
}
