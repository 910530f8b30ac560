import { Injectable } from '@nestjs/common';
import { type FapiProfile, type Finding, lintClient, missingForProfile } from '@clientele/client-schema';
import { type ClientQuery, type ExportQuery } from '@clientele/storage';
import { type CallerIdentity } from '../authorization/caller.js';
import { Json } from '../http/json.js';
import { Page, Stored } from '../http/stored.js';
import { Registry } from '../registry.js';
import { ServerView } from '../server-view.js';
import { AddressedClients } from './addressed-clients.js';
import { type PickMembers, effectiveValuesOf } from './client-view.js';
import { ClientViews, type Shown } from './client-views.js';
import { FindingCounts } from './finding-counts.js';

/** Clients of an export that are shown together. */
const shownAtOnce = 200;

/** What is told of clients, and changes nothing. */
@Injectable()
export class ClientReadingsService {
  constructor(
    private readonly registry: Registry,
    private readonly clients: AddressedClients,
    private readonly views: ClientViews,
    private readonly view: ServerView,
    private readonly counts: FindingCounts,
  ) {}

  /**
   * @param pick what of each client is shown; undefined: everything
   * @param findings whether each says how many findings its lint tells
   */
  async list(query: ClientQuery, pick: PickMembers | undefined, findings: boolean): Promise<Page<Shown>> {
    const { items, next, total } = await this.registry.clients.list(query);
    const shown = await this.views.shown(items, pick);
    if (!findings) return new Page(shown, next, total);
    const counts = await this.counts.of(items);
    return new Page(
      shown.map((client, index) => withMember(client, '_findings', counts[index]!)),
      next,
      total,
    );
  }

  /** Every client of the query, some at a time. */
  async *export(query: ExportQuery, pick?: PickMembers): AsyncGenerator<Shown[]> {
    for await (const clients of inGroups(this.registry.clients.export(query), shownAtOnce))
      yield await this.views.shown(clients, pick);
  }

  /** @throws Problem 404 */
  async read(
    client_id: string,
    caller: CallerIdentity,
    { effective, trashed, pick }: { effective: boolean; trashed: boolean; pick?: PickMembers | undefined },
  ): Promise<Stored<Shown>> {
    const client = await this.clients.find(client_id, caller, { trashed });
    if (!effective) return new Stored((await this.views.shown([client], pick))[0]!, client.revision);
    const server = await this.registry.ports.settings.read();
    const view = await this.views.of(client);
    const _effective = effectiveValuesOf(client.document, server);
    return new Stored({ ...(pick ? pick(view) : view), _effective }, client.revision);
  }

  /**
   * What is wrong or unwise about the client as it is stored, or what keeps it from a profile. @throws Problem 404
   */
  async lint(
    client_id: string,
    caller: CallerIdentity,
    profile: FapiProfile | undefined,
  ): Promise<{ findings: Finding[] }> {
    const { document } = await this.clients.find(client_id, caller);
    const server = await this.view.read();
    const findings = profile
      ? missingForProfile({ ...document }, profile, server)
      : lintClient({ ...document }, server);
    return { findings };
  }
}

function withMember(client: Shown, name: string, value: number): Shown {
  if (!(client instanceof Json)) return { ...client, [name]: value };
  return new Json(`${client.text.slice(0, -1)},${JSON.stringify(name)}:${value}}`);
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
