import { Injectable } from '@nestjs/common';
import { type Client, type Issue, admitsClientDocument, clientOfDocument } from '@clientele/client-schema';
import { type StoredClientDocument } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { Problem, notFound } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { ClientWritesService, type Written } from '../clients/client-writes.service.js';
import { instant } from '../http/instant.js';
import { type PageRequest } from '../http/query.js';
import { Page, type Stored } from '../http/stored.js';
import { Registry } from '../registry.js';
import { type ServerFacts, ServerView } from '../server-view.js';

/** A client that nobody has registered: its document, and what this server makes of it. */
export interface ClientDocumentView {
  id: string;
  /** The address of the document. */
  client_id: string;
  /** As it was fetched last. */
  document: unknown;
  /** What the ceiling and the rules leave of it today; null: nothing. */
  client: Client | null;
  /** Why there is no client. */
  faults: readonly Issue[];
  /** Whether the settings admit the client. */
  admitted: boolean;
  /** An administrator refuses it. */
  frozen: boolean;
  first_seen_at: string;
  fetched_at: string;
  fresh_until: string;
}

@Injectable()
export class ClientDocumentsService {
  constructor(
    private readonly registry: Registry,
    private readonly view: ServerView,
    private readonly writes: ClientWritesService,
  ) {}

  async list({ filters, ...page }: PageRequest): Promise<Page<ClientDocumentView>> {
    const server = await this.view.read();
    const { items, next } = await this.registry.clientDocuments.list({ ...page, ...filters });
    return new Page(
      items.map((stored) => asView(stored, server)),
      next,
      null,
    );
  }

  async read(id: string): Promise<ClientDocumentView> {
    return asView(await this.#find(id), await this.view.read());
  }

  async freeze(id: string, frozen: boolean): Promise<ClientDocumentView> {
    const stored = await this.registry.clientDocuments.freeze(id, frozen);
    if (!stored) throw notFound('client document');
    return asView(stored, await this.view.read());
  }

  /**
   * It keeps its internal id, and with it what users have granted it; frozen, it is switched off.
   * @throws Problem 422 where the document makes no client today
   */
  async register(id: string, caller: CallerIdentity): Promise<Stored<Written>> {
    const { client_id, document } = await this.#find(id);
    const made = clientOfDocument(client_id, document, await this.view.read());
    if ('faults' in made) throw new Problem(problems.invalidDocument, { errors: made.faults });
    return this.writes.create(made.client, caller);
  }

  async #find(id: string): Promise<StoredClientDocument> {
    const stored = await this.registry.clientDocuments.find(id);
    if (!stored) throw notFound('client document');
    return stored;
  }
}

function asView(stored: StoredClientDocument, server: ServerFacts): ClientDocumentView {
  const { id, client_id, document, frozen, first_seen_at, fetched_at, fresh_until } = stored;
  const made = clientOfDocument(client_id, document, server);
  return {
    id,
    client_id,
    document,
    client: 'client' in made ? made.client : null,
    faults: 'faults' in made ? made.faults : [],
    admitted: admitsClientDocument(client_id, server.settings),
    frozen,
    first_seen_at: instant(first_seen_at),
    fetched_at: instant(fetched_at),
    fresh_until: instant(fresh_until),
  };
}
