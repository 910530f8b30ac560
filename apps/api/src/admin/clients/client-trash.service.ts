import { Injectable } from '@nestjs/common';
import { nounOf, resolveClient, validateClient } from '@clientele/client-schema';
import { referringRecords } from '@clientele/client-schema/references';
import { type StoredClient } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { Problem, refuse } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Precondition } from '../http/preconditions.js';
import { Stored } from '../http/stored.js';
import { Registry } from '../registry.js';
import { type ServerFacts, ServerView } from '../server-view.js';
import { AddressedClients } from './addressed-clients.js';
import { isNotSystem, mayGovern, mayPurge } from './client-authority.js';
import { type ClientView } from './client-view.js';
import { ClientViews } from './client-views.js';
import { enumerated } from './enumerated.js';

/** How clients go, and come back. */
@Injectable()
export class ClientTrashService {
  constructor(
    private readonly registry: Registry,
    private readonly clients: AddressedClients,
    private readonly views: ClientViews,
    private readonly view: ServerView,
  ) {}

  /** Freezes the client for 30 days; its tokens are refused at once and its id stays reserved. */
  async put(client_id: string, precondition: Precondition, caller: CallerIdentity): Promise<void> {
    await this.clients.untilWritten(client_id, precondition, caller, async (stored) => {
      await this.#mayRemove(caller, stored);
      return this.registry.clients.trash(client_id, { seenRevision: stored.revision, updated_by: caller.name });
    });
  }

  /** Removes the client for good, deleted before or not. */
  async purge(client_id: string, precondition: Precondition, caller: CallerIdentity): Promise<void> {
    const purge = async (stored: StoredClient): Promise<true | undefined> => {
      mayPurge(caller);
      await this.#mayRemove(caller, stored);
      const server = await this.view.read();
      await this.#isNotNamed(client_id, server, caller);
      return this.registry.checkedWrites.ofClient(
        server.since,
        async () => (await this.registry.clients.purge(client_id, { seenRevision: stored.revision })) || undefined,
      );
    };
    await this.clients.untilWritten(client_id, precondition, caller, purge, { trashed: true });
  }

  /** Brings a deleted client back, if it still is a client that may exist. */
  async restore(client_id: string, precondition: Precondition, caller: CallerIdentity): Promise<Stored<ClientView>> {
    const restore = async (stored: StoredClient): Promise<Stored<ClientView> | undefined> => {
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
      return restored && new Stored(await this.views.of(restored), restored.revision);
    };
    return this.clients.untilWritten(client_id, precondition, caller, restore, { trashed: true });
  }

  /** @throws Problem 409 for what the server itself needs, 403 for what reaches further than the caller */
  async #mayRemove(caller: CallerIdentity, stored: StoredClient): Promise<void> {
    isNotSystem(stored, stored.client_id);
    mayGovern(caller, resolveClient(stored.document, await this.registry.ports.settings.read()));
  }

  /** @throws Problem 409 with what names the client: what is for it must not pass to the next of its name */
  async #isNotNamed(client_id: string, server: ServerFacts, caller: CallerIdentity): Promise<void> {
    const records = referringRecords(server, { name: 'clients', id: client_id });
    const { client_ids, trashed, count } = await this.registry.resources.usedBy('clients', client_id, caller.reach);
    const all = await this.registry.resources.usedBy('clients', client_id);
    const clients = enumerated({ client_ids, trashed, count, others: all.count > count });
    const users = [
      ...records.map(({ resource, record }) => `the ${nounOf(resource)} ${String(record[resource.id])}`),
      ...(clients ? [clients] : []),
    ];
    if (users.length === 0) return;
    throw new Problem(problems.inUse, { detail: `The client ${client_id} is used by ${users.join(', ')}.` });
  }
}
