import { Injectable } from '@nestjs/common';
import {
  type AnyRecord,
  type AnyResource,
  type FieldGroup,
  type Issue,
  type RecordIn,
  type ResourceName,
  type Server,
  type Violation,
  clientFields,
  fieldsOfResource,
  nounOf,
  pathOf,
  resolveClient,
  settingsFields,
} from '@clientele/client-schema';
import { danglingReferences, idsIn } from '@clientele/client-schema/dangling-references';
import { fieldsReferringTo, recordsOf, referringRecords } from '@clientele/client-schema/references';
import { recordIssues } from '@clientele/client-schema/resource';
import { isSame } from '@clientele/client-schema/same';
import { digestOf, randomToken } from '@clientele/runtime';
import { type StoredClient, type StoredRecord } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { Problem, notFound, refuse } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Impact } from '../clients/impact.js';
import { mayBequeath } from '../clients/client-authority.js';
import { enumerated } from '../clients/enumerated.js';
import { keepsClientsValid } from '../clients/keeps-clients-valid.js';
import { type Document } from '../http/body.js';
import { taken, untilWritten } from '../http/compare-and-set.js';
import { membersOf } from '../http/members.js';
import { type Patch } from '../http/patch.js';
import { type Precondition, unconditional } from '../http/preconditions.js';
import { type PageRequest } from '../http/query.js';
import { Page, Stored } from '../http/stored.js';
import { type Members, created, patched, replaced } from '../http/whole-document.js';
import { Registry } from '../registry.js';
import { type ServerFacts, ServerView } from '../server-view.js';
import { Companions } from './companions.js';
import { type Bequest, Heirs } from './heirs.js';
import { withDerivedMembers } from './derived-members.js';
import { serverSetMembers } from './server-set-members.js';

/** A record as the API shows it: its members, and what the server knows of it. */
export type RecordView = AnyRecord & {
  /** In the answer to a dry run: the clients that inherit another value. */
  readonly _impact?: Impact;
};

/** In whose name a record is written, and whether in earnest. */
export interface Writing {
  readonly caller: CallerIdentity;
  readonly dryRun: boolean;
}

/** A deleted client comes back as it was, so what it names stays; it cannot be changed while it is deleted. */
const goOnWithDeleted = ' A deleted client is restored and changed, or deleted for good (purge=true).';

/** What every resource that is declared in the client schema does. */
@Injectable()
export class ResourcesService {
  constructor(
    private readonly registry: Registry,
    private readonly view: ServerView,
    private readonly companions: Companions,
    private readonly heirs: Heirs,
  ) {}

  async list(resource: AnyResource, page: PageRequest, caller: CallerIdentity): Promise<Page<RecordView>> {
    const name = nameOf(resource);
    const { items, next, total } = await this.registry.resources.list(name, page);
    const ids = items.map(({ id }) => id);
    const uses = await this.registry.resources.uses(name, ids, caller.reach);
    return new Page(
      items.map((stored) => viewOf(stored, uses.get(stored.id) ?? 0)),
      next,
      total,
    );
  }

  async read(resource: AnyResource, id: string, caller: CallerIdentity): Promise<Stored<RecordView>> {
    return this.#shown(resource, await this.#find(resource, id), caller);
  }

  create(resource: AnyResource, document: Document, caller: CallerIdentity): Promise<Stored<RecordView>> {
    const record = recordFrom(resource, created(membersFor(resource), document));
    return untilWritten(
      unconditional,
      async () => undefined,
      () => this.#insert(resource, record, caller, { orRefuse: true }),
    );
  }

  /** @param dryRun whether the answer tells which clients inherit another value; it is taken back elsewhere */
  replace(
    resource: AnyResource,
    id: string,
    document: Document,
    precondition: Precondition,
    { caller, dryRun }: Writing,
  ): Promise<Stored<RecordView>> {
    return untilWritten(
      precondition,
      () => this.registry.resources.find(nameOf(resource), id),
      (stored) => {
        const sent = replaced(membersFor(resource), document, id, stored && { ...viewOf(stored, 0) });
        const record = recordFrom(resource, sent);
        return stored
          ? this.#write(resource, stored, record, { caller, dryRun })
          : this.#insert(resource, record, caller);
      },
    );
  }

  patch(
    resource: AnyResource,
    id: string,
    patch: Patch,
    precondition: Precondition,
    writing: Writing,
  ): Promise<Stored<RecordView>> {
    return untilWritten(
      precondition,
      () => this.#find(resource, id),
      (stored) => {
        const { document } = patched(membersFor(resource), { ...viewOf(stored, 0) }, patch);
        return this.#write(resource, stored, recordFrom(resource, document), writing);
      },
    );
  }

  async remove(resource: AnyResource, id: string, precondition: Precondition, caller: CallerIdentity): Promise<void> {
    await untilWritten(
      precondition,
      () => this.#find(resource, id),
      async (stored) => {
        mayWrite(resource, caller, stored.document);
        if (stored.system) throw systemRecord(resource, id);
        const server = await this.view.read();
        const companion = this.companions.of(resource);
        await companion?.mayGo(id, server, caller, this.registry.clients.export());
        return this.registry.checkedWrites.ofServer(server.since, async (saved) => {
          await this.#isUnused(resource, id, server, caller);
          await companion?.mayGo(id, server, caller, saved);
          const removed = await this.registry.resources.remove(nameOf(resource), id, stored.revision);
          if (removed) await companion?.removed(id);
          return removed || undefined;
        });
      },
    );
  }

  /** @throws Problem 409 with what names the record */
  async #isUnused(resource: AnyResource, id: string, server: Server, caller: CallerIdentity): Promise<void> {
    const { name } = resource;
    const settings = fieldsReferringTo(name, settingsFields.values()).filter((field) =>
      idsIn(field, server.settings as unknown as Document).includes(id),
    );
    const records = referringRecords(server, { name, id });
    const { client_ids, trashed, count } = await this.registry.resources.usedBy(nameOf(resource), id, caller.reach);
    const all = await this.registry.resources.usedBy(nameOf(resource), id);
    const clients = enumerated({ client_ids, trashed, count, others: all.count > count });
    const users = [
      ...(clients ? [clients] : []),
      ...settings.map((field) => `the setting ${field.name}`),
      ...records.map((user) => `the ${nounOf(user.resource)} ${String(user.record[user.resource.id])}`),
    ];
    if (users.length === 0) return;
    throw new Problem(problems.inUse, {
      detail: `The ${nounOf(resource)} ${id} is used by ${users.join(', ')}.${trashed.length > 0 ? goOnWithDeleted : ''}`,
      members: { client_ids, trashed_client_ids: trashed, count },
    });
  }

  async #find(resource: AnyResource, id: string): Promise<StoredRecord> {
    const record = await this.registry.resources.find(nameOf(resource), id);
    if (!record) throw notFound(nounOf(resource));
    return record;
  }

  /** Undefined where the server has changed meanwhile, or somebody has created it: the request is to be tried again. */
  async #insert(
    resource: AnyResource,
    record: AnyRecord,
    caller: CallerIdentity,
    { orRefuse = false } = {},
  ): Promise<Stored<RecordView> | undefined> {
    mayWrite(resource, caller, record);
    const id = String(record[resource.id]);
    const bearer = resource.bearer && newBearer(resource.bearer.digest);
    const kept = { ...record, ...bearer?.kept };
    const server = await this.view.read();
    const present = recordsOf(server, resource.name) ?? [];
    if (present.some((one) => one[resource.id] === id)) {
      if (orRefuse) throw taken(`/${resource.id}`, `There is a ${nounOf(resource)} ${id} already.`);
      return undefined;
    }
    await this.#mayStand(resource, record, { ...server, [resource.name]: [...present, kept] });
    const companion = this.companions.of(resource);
    const prepared = await companion?.prepare(record);
    const written = await this.registry.checkedWrites.ofServer(server.since, async () => {
      await this.#namesClients(resource, record);
      const change = { created_by: caller.name };
      const stored = await this.registry.resources.insert(nameOf(resource), kept as RecordIn<ResourceName>, change);
      await companion?.created(id, prepared);
      return stored;
    });
    const address = `${pathOf(resource)}/${encodeURIComponent(id)}`;
    const shown = written && (await this.#shown(resource, written, caller, address));
    return shown && bearer
      ? new Stored({ ...shown.document, ...bearer.shown }, shown.revision, { created: address })
      : shown;
  }

  async #write(
    resource: AnyResource,
    stored: StoredRecord,
    written: AnyRecord,
    { caller, dryRun }: Writing,
  ): Promise<Stored<RecordView> | undefined> {
    const record = withBearerOf(resource, stored, written);
    const changed = fieldsOfResource(resource)
      .map(({ name }) => name)
      .filter((name) => !isSame(record[name], (stored.document as AnyRecord)[name]));
    if (changed.length === 0) return this.#shown(resource, stored, caller);
    mayWrite(resource, caller, stored.document, record);
    refuse(
      problems.invalidDocument,
      changed
        .filter((name) => isCreateOnly(resource, name))
        .map((name) => ({ pointer: `/${name}`, rule: 'create-only', detail: 'cannot be changed' })),
    );
    const systemMembers: readonly string[] = resource.systemMembers;
    if (stored.system && changed.some((name) => !systemMembers.includes(name))) throw systemRecord(resource, stored.id);

    const server = await this.view.read();
    const next = withRecord(server, resource, stored.id, record);
    await this.#mayStand(resource, record, next);
    keepsRecordsValid(resource, stored.id, next);
    const concernsClients = changed.some((name) => ((resource.readByClientRules ?? []) as string[]).includes(name));
    if (concernsClients) await keepsClientsValid(this.registry.clients.export(), next, caller);
    const bequeaths = changed.some((name) => ((resource.inheritedMembers ?? []) as string[]).includes(name));
    const bequest: Bequest | undefined = bequeaths ? { id: stored.id, before: server, after: next } : undefined;
    if (bequest) await this.heirs.mayInherit(bequest, caller);
    await this.#mayBeKnownBy(resource, stored.id, { caller, server });
    const updated = await this.registry.checkedWrites.ofServer(server.since, async (saved) => {
      await this.#namesClients(resource, record);
      if (concernsClients) await keepsClientsValid(saved, next, caller);
      if (bequest) await this.heirs.mayInherit(bequest, caller, saved);
      await this.#mayBeKnownBy(resource, stored.id, { caller, server, clients: saved });
      const change = { updated_by: caller.name };
      return this.registry.resources.update(
        nameOf(resource),
        stored.revision,
        record as RecordIn<ResourceName>,
        change,
      );
    });
    const shown = updated && (await this.#shown(resource, updated, caller));
    if (!shown || !bequest || !dryRun) return shown;
    return new Stored({ ...shown.document, _impact: await this.heirs.impactOf(bequest, caller) }, shown.revision);
  }

  /** @throws Problem 403 where clients prove by the record who they are, and can obtain more than the caller */
  async #mayBeKnownBy(
    { authenticatesClients, name }: AnyResource,
    id: string,
    { caller, server, clients }: { caller: CallerIdentity; server: Server; clients?: readonly StoredClient[] },
  ): Promise<void> {
    if (!authenticatesClients || caller.may('admin')) return;
    const fields = fieldsReferringTo(name, clientFields.values());
    for await (const { document } of clients ?? this.registry.clients.export()) {
      const client = resolveClient(document, server);
      if (fields.some((field) => idsIn(field, client).includes(id))) mayBequeath(caller, client);
    }
  }

  /** @throws Problem 422 for a record that names others which are not there, or breaks a rule */
  async #mayStand(resource: AnyResource, record: AnyRecord, server: Server): Promise<void> {
    refuse(problems.invalidDocument, [
      ...(await this.#strangers(resource, record)),
      ...faultsOf(resource, record, server),
    ]);
  }

  /** A client that the record names may have been removed for good since; from now on it stays. */
  async #namesClients(resource: AnyResource, record: AnyRecord): Promise<void> {
    refuse(problems.invalidDocument, await this.#strangers(resource, record));
  }

  /** A fault for every client that the record names and that is not there. One that was deleted keeps its name. */
  async #strangers(resource: AnyResource, record: AnyRecord): Promise<Issue[]> {
    const fields = fieldsReferringTo('clients', fieldsOfResource(resource));
    const ids = new Set(fields.flatMap((field) => idsIn(field, record)));
    const found = await Promise.all([...ids].map((id) => this.registry.clients.find(id, { trashed: true })));
    const clients = found.flatMap((client) => (client ? [{ id: client.client_id }] : []));
    return danglingReferences(fields, record, { clients }).map(danglingReference);
  }

  async #shown(
    resource: AnyResource,
    stored: StoredRecord,
    caller: CallerIdentity,
    address?: string,
  ): Promise<Stored<RecordView>> {
    const uses = await this.registry.resources.uses(nameOf(resource), [stored.id], caller.reach);
    const view = viewOf(stored, uses.get(stored.id) ?? 0);
    return new Stored(view, stored.revision, address === undefined ? {} : { created: address });
  }
}

/** @throws Problem 403 for a record that gives more power than the caller has */
function mayWrite(resource: AnyResource, caller: CallerIdentity, ...records: readonly AnyRecord[]): void {
  if (caller.may('admin') || !records.some((record) => resource.isForAdministrators?.(record))) return;
  throw new Problem(problems.escalation, { detail: `Only administrators write such a ${nounOf(resource)}.` });
}

function isCreateOnly(resource: AnyResource, name: string): boolean {
  return fieldsOfResource(resource).some((field) => field.name === name && field.options.access === 'create_only');
}

function nameOf({ name }: AnyResource): ResourceName {
  return name as ResourceName;
}

function membersFor(resource: AnyResource): Members {
  const fields = fieldsOfResource(resource);
  const derived = fields.filter(({ options }) => options.access === 'read_only');
  return {
    writable: new Set(fields.filter((field) => !derived.includes(field)).map(({ name }) => name)),
    serverOwned: new Set([...serverSetMembers, ...derived.map(({ name }) => name)]),
    computed: new Set(['used_by']),
    address: resource.id,
  };
}

/** @throws Problem 400 for unknown members, 422 for faulty ones */
function recordFrom(resource: AnyResource, document: Document): AnyRecord {
  return withDerivedMembers(resource, membersOf(resource.members as FieldGroup, document) as AnyRecord);
}

/** A token with 256 random bits, to be shown once, and the digest that is kept of it. */
function newBearer(member: string): { shown: { token: string }; kept: AnyRecord } {
  const token = randomToken();
  return { shown: { token }, kept: { [member]: digestOf(token) } };
}

/** The token of a record stays the same, whatever else of it changes. */
function withBearerOf({ bearer }: AnyResource, { document }: StoredRecord, record: AnyRecord): AnyRecord {
  return bearer ? { ...record, [bearer.digest]: (document as AnyRecord)[bearer.digest] } : record;
}

function withRecord(server: ServerFacts, resource: AnyResource, id: string, record: AnyRecord): ServerFacts {
  const records = recordsOf(server, resource.name) ?? [];
  return { ...server, [resource.name]: records.map((one) => (one[resource.id] === id ? record : one)) };
}

function faultsOf(resource: AnyResource, record: AnyRecord, server: Server): Issue[] {
  const dangling = danglingReferences(fieldsOfResource(resource), record, server);
  return [...dangling.map(danglingReference), ...recordIssues(resource, record, server)];
}

function danglingReference(found: Violation): Issue {
  return { ...found, rule: 'referenced-records-exist' };
}

/** @throws Problem 409 with the records that would break a rule because of the one that they name */
function keepsRecordsValid(changed: AnyResource, id: string, server: Server): void {
  const errors = referringRecords(server, { name: changed.name, id }).flatMap(({ resource, record }) =>
    faultsOf(resource, record, server).map(({ detail, ...issue }) => ({
      ...issue,
      detail: `of the ${nounOf(resource)} ${String(record[resource.id])} ${detail}`,
    })),
  );
  if (errors.length === 0) return;
  throw new Problem(problems.inUse, { detail: `What names the ${nounOf(changed)} ${id} would break a rule.`, errors });
}

function systemRecord(resource: AnyResource, id: string): Problem {
  const members = resource.systemMembers.join(', ');
  return new Problem(problems.systemObject, {
    detail: `The ${nounOf(resource)} ${id} belongs to the server; ${members ? `of it only ${members} can change` : 'it stays as it is'}.`,
  });
}

function viewOf({ document, revision, system, ...rest }: StoredRecord, used_by: number): RecordView {
  const { created_at, created_by, updated_at, updated_by } = rest;
  return { ...(document as AnyRecord), revision, system, used_by, created_at, created_by, updated_at, updated_by };
}
