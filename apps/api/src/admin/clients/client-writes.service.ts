import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Client, type Issue, adviseClient, resolveClient } from '@clientele/client-schema';
import { isSame } from '@clientele/client-schema/same';
import { Clock } from '@clientele/runtime';
import { Duplicate, type NewSecret, type SecretChanges, type StoredClient } from '@clientele/storage';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Document } from '../http/body.js';
import { clientPath } from '../http/client-id-path.js';
import { taken, unlessCreated, unlessTaken, untilWritten } from '../http/compare-and-set.js';
import { type Patch } from '../http/patch.js';
import { type Precondition, unconditional } from '../http/preconditions.js';
import { Stored } from '../http/stored.js';
import { created, patched, replaced } from '../http/whole-document.js';
import { notFound } from '../../problems/problem.js';
import { Registry } from '../registry.js';
import { type ServerFacts } from '../server-view.js';
import { AddressedClients } from './addressed-clients.js';
import { type Admitted, ClientAdmission, type ClientWrite, type Secrets } from './client-admission.js';
import { secretExpiryOf } from './client-secret.js';
import { type ClientWithSecret, members } from './client-view.js';
import { ClientViews } from './client-views.js';
import { type SecretsOfWrite } from './secret-fields.js';

/** A client after a write, and what is unwise about it. */
export type Written = ClientWithSecret & { _warnings?: Issue[] };

/** How clients come to be what they are. */
@Injectable()
export class ClientWritesService {
  constructor(
    private readonly registry: Registry,
    private readonly clients: AddressedClients,
    private readonly admission: ClientAdmission,
    private readonly views: ClientViews,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem 409 when the id is taken, also by a deleted client */
  async create(
    document: Document,
    caller: CallerIdentity,
    secrets?: Secrets,
    token?: NewSecret,
  ): Promise<Stored<Written>> {
    const given = created(members, document);
    const candidate = { owner: caller.sub, ...given, client_id: given.client_id ?? randomUUID() };
    const write = { ...this.admission.begin(caller, secrets), named: new Set(Object.keys(document)), token };
    return untilWritten(
      unconditional,
      () => Promise.resolve(undefined),
      async () => {
        const admitted = await this.admission.admit(candidate, undefined, write);
        return unlessTaken(
          () => this.#insert(admitted, caller, token),
          '/client_id',
          idIsTaken(admitted.document.client_id!),
        );
      },
    );
  }

  /** Creates the client or replaces what is documented and writable; the secret stays unless a new one is given. */
  async replace(
    client_id: string,
    document: Document,
    precondition: Precondition,
    caller: CallerIdentity,
    secrets?: Secrets,
  ): Promise<Stored<Written>> {
    const write = { ...this.admission.begin(caller, secrets), named: new Set(Object.keys(document)) };
    return this.clients.untilMet(
      precondition,
      () => this.registry.clients.find(client_id, caller.reach),
      async (stored) => {
        const sent = replaced(members, document, client_id, stored && { ...(await this.views.of(stored)) });
        // Like the secret, the owner stays unless another one is given.
        const candidate = { owner: stored ? stored.document.owner : caller.sub, ...sent };
        if (stored) return this.#change(stored, candidate, write);
        const admitted = await this.admission.admit(candidate, undefined, write);
        const inserted = await unlessCreated(() => this.#insert(admitted, caller));
        if (!inserted) await this.#mayYetBeWritten(client_id, caller);
        return inserted;
      },
    );
  }

  /**
   * What a client makes of itself, RFC 7592 §2.2: `fields` become what the document says, and the others stay.
   * @param held the id of the registration access token that this is done with
   * @param token takes its place
   * @throws Problem 404 where the token has ended by now
   */
  async replaceOwn(
    client_id: string,
    { document, fields, held }: { document: Document; fields: ReadonlySet<string>; held: string },
    caller: CallerIdentity,
    token?: NewSecret,
  ): Promise<Stored<Written>> {
    const write = { ...this.admission.begin(caller, 'own'), named: new Set(Object.keys(document)), token };
    return this.clients.untilWritten(client_id, unconditional, caller, async (stored) => {
      if (!stored.secrets.some(({ id }) => id === held)) throw notFound('registration');
      const kept = Object.entries(stored.document).filter(([name]) => !fields.has(name));
      const keeps = new Set(kept.map(([name]) => name));
      return this.#change(stored, { ...Object.fromEntries(kept), ...document }, { ...write, keeps });
    });
  }

  /** Changes what the patch names; the whole that results is validated. */
  async patch(
    client_id: string,
    patch: Patch,
    precondition: Precondition,
    caller: CallerIdentity,
  ): Promise<Stored<Written>> {
    const write = this.admission.begin(caller);
    return this.clients.untilWritten(client_id, precondition, caller, async (stored) => {
      const { document, named } = patched(members, { ...(await this.views.of(stored)) }, patch);
      return this.#change(stored, document, { ...write, named });
    });
  }

  /** Makes the client what it was in an earlier revision, as far as the rules of today permit. */
  async revert(
    client_id: string,
    earlier: Client,
    precondition: Precondition,
    caller: CallerIdentity,
  ): Promise<Stored<Written>> {
    const write = { ...this.admission.begin(caller), named: new Set<string>() };
    return this.clients.untilWritten(client_id, precondition, caller, (stored) => {
      // The secrets are those of today, and so is their expiry: one that has ended does not come back to life.
      const { client_secret_expires_at } = stored.document;
      return this.#change(stored, { ...earlier, client_secret_expires_at }, write);
    });
  }

  /** @throws Problem 409 when the id is kept by a client that the caller cannot write: it is deleted, or not theirs */
  async #mayYetBeWritten(client_id: string, caller: CallerIdentity): Promise<void> {
    const holder = await this.registry.clients.find(client_id, { trashed: true });
    if (!holder || (await this.registry.clients.find(client_id, caller.reach))) return;
    throw taken('/client_id', idIsTaken(client_id));
  }

  /**
   * A client that acts for itself has its id as the subject, RFC 9700 §4.15: called as a user is, or as an owner of
   * clients, it would own what is theirs.
   * @throws Problem 409
   */
  async #isNobodysName(client_id: string, caller: CallerIdentity): Promise<void> {
    if (client_id === caller.sub || caller.may('admin')) return;
    const { accounts, clients } = this.registry;
    const isTaken = (await accounts.find(client_id)) !== undefined || (await clients.isOwner(client_id));
    if (isTaken) throw taken('/client_id', idIsTaken(client_id));
  }

  async #insert(
    { document, secrets, key, server }: Admitted,
    caller: CallerIdentity,
    token?: NewSecret,
  ): Promise<Stored<Written> | undefined> {
    const client_id = document.client_id!;
    await this.#isNobodysName(client_id, caller);
    const first = key && 'add' in key ? { key: key.add } : {};
    const client = {
      client_id,
      document,
      created_by: caller.name,
      secrets: [...storedOf(secrets), ...(token ? [token] : [])],
      ...first,
    };
    const stored = await unlessPublicIdTaken(document, () =>
      this.registry.checkedWrites.ofClient(server.since, () => this.registry.clients.insert(client)),
    );
    return (
      stored &&
      new Stored(await this.#written(stored, secrets, server), stored.revision, { created: clientPath(client_id) })
    );
  }

  async #change(stored: StoredClient, candidate: Document, write: ClientWrite): Promise<Stored<Written> | undefined> {
    const admitted = await this.admission.admit(candidate, stored, write);
    const { document, secrets, key, server } = admitted;
    // Saying the same again is no change, so that a pipeline may repeat itself without a trace.
    const same = storedOf(secrets).length + secrets.unset.length === 0 && isSame(stored.document, document);
    if (same && !write.token) return new Stored(await this.#written(stored, secrets, server), stored.revision);
    const secretChanges = this.#secretChanges(stored, admitted, write.token);
    const change = { document, updated_by: write.caller.name, ...secretChanges, ...(key && { key }) };
    const updated = await unlessPublicIdTaken(document, () =>
      this.registry.checkedWrites.ofClient(server.since, () =>
        this.registry.clients.update(stored.client_id, stored.revision, change),
      ),
    );
    return updated && new Stored(await this.#written(updated, secrets, server), updated.revision);
  }

  /** The secrets before a chosen one live out the retention period; else the one in use expires as the document says. */
  #secretChanges(
    stored: StoredClient,
    { document, given, secrets, server }: Admitted,
    token: NewSecret | undefined,
  ): { secrets: SecretChanges } {
    const add = [...storedOf(secrets), ...(token ? [token] : [])];
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

  async #written(stored: StoredClient, { fresh }: SecretsOfWrite, server: ServerFacts): Promise<Written> {
    const shown = Object.fromEntries(fresh.map(({ plain, stored: { field = 'client_secret' } }) => [field, plain]));
    return withWarnings({ ...(await this.views.of(stored)), ...shown }, stored.document, server);
  }
}

function storedOf({ fresh, keys }: SecretsOfWrite): NewSecret[] {
  return [...fresh.map(({ stored }) => stored), ...keys];
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
