import { Injectable } from '@nestjs/common';
import { type Difference } from '@clientele/client-schema';
import { type StoredClient, type StoredRevision } from '@clientele/storage';
import { badParameter, notFound } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type PageRequest } from '../http/query.js';
import { Page } from '../http/stored.js';
import { Registry } from '../registry.js';
import {
  type RevisionView,
  type WholeRevisionView,
  changesBetween,
  revisionViewOf,
  wholeRevisionViewOf,
} from './client-revisions.js';

@Injectable()
export class ClientRevisionsService {
  constructor(private readonly registry: Registry) {}

  /** Newest first, each with what it changed. @throws Problem 404 */
  async list(client_id: string, page: PageRequest, caller: CallerIdentity): Promise<Page<RevisionView>> {
    const found = await this.registry.clients.revisions(client_id, { ...page, ...caller.reach });
    if (!found) throw notFound('client');
    const { items, next } = found;
    const last = items.at(-1);
    const before = last && (await this.registry.clients.revision(client_id, last.revision - 1));
    const views = items.map((revision, index) => revisionViewOf(revision, items[index + 1] ?? before));
    return new Page(views, next, null);
  }

  /**
   * @param since the revision to compare it with, be it older or newer; absent: the one before
   * @throws Problem 404
   */
  async read(
    client_id: string,
    revision: string,
    since: string | undefined,
    caller: CallerIdentity,
  ): Promise<WholeRevisionView> {
    const stored = await this.#find(client_id, revision, caller);
    if (!stored) throw notFound('revision');
    const before = await this.#find(client_id, since ?? String(stored.revision - 1), caller);
    if (since !== undefined && !before) throw badParameter('since', 'must be a revision of this client');
    return wholeRevisionViewOf(stored, before);
  }

  /** Who saved the present revision of a client, and what has changed since the one that somebody expected. */
  async since(
    present: StoredClient,
    expected: number,
  ): Promise<{ updated_by: string; updated_at: string; changes?: Difference[] }> {
    const { client_id, revision, updated_by, updated_at } = present;
    const [before, after] = await Promise.all([
      this.registry.clients.revision(client_id, expected),
      this.registry.clients.revision(client_id, revision),
    ]);
    return { updated_by, updated_at, ...(before && after && { changes: changesBetween(before, after) }) };
  }

  async #find(client_id: string, revision: string, caller: CallerIdentity): Promise<StoredRevision | undefined> {
    // Nine digits: what both databases hold as an integer.
    if (!/^\d{1,9}$/.test(revision)) return undefined;
    return this.registry.clients.revision(client_id, Number(revision), caller.reach);
  }
}
