import { Injectable } from '@nestjs/common';
import { type Receipt } from '@clientele/runtime';
import { notFound } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Document } from '../http/body.js';
import { instant } from '../http/instant.js';
import { type PageRequest } from '../http/query.js';
import { Page } from '../http/stored.js';
import { Registry } from '../registry.js';
import { ServerView } from '../server-view.js';
import { PendingReceipts } from './pending-receipts.js';
import { suggestedPatch } from './suggested-patch.js';

/** Why a request was refused; `at` is RFC 3339, and the suggestion a merge patch on the client as it is now. */
export type ReceiptView = Omit<Receipt, 'at' | 'suggestion'> & { at: string; suggestion: Document | null };

@Injectable()
export class ReceiptsService {
  constructor(
    private readonly registry: Registry,
    private readonly view: ServerView,
    private readonly pending: PendingReceipts,
  ) {}

  /** Newest first. */
  async list({ filters, ...page }: PageRequest, caller: CallerIdentity): Promise<Page<ReceiptView>> {
    const { items, next } = await this.registry.receipts.list({ ...page, ...filters, ...caller.reach });
    return new Page(await this.#views(items, caller), next, null);
  }

  /** A caller who has just been told the code finds the receipt, which is stored after the answer. */
  async read(code: string, caller: CallerIdentity): Promise<ReceiptView> {
    await this.pending.receiptsWritten();
    const receipt = await this.registry.receipts.find(code, caller.reach);
    if (!receipt) throw notFound('receipt');
    return (await this.#views([receipt], caller))[0]!;
  }

  async #views(receipts: readonly Receipt[], caller: CallerIdentity): Promise<ReceiptView[]> {
    const suggesting = receipts.filter(({ suggestion }) => suggestion !== null);
    const client_ids = [...new Set(suggesting.flatMap(({ client_id }) => client_id ?? []))];
    const server = client_ids.length > 0 ? await this.view.read() : undefined;
    const found = await Promise.all(client_ids.map((client_id) => this.registry.clients.find(client_id, caller.reach)));
    const clients = new Map(found.flatMap((client) => (client ? [[client.client_id, client]] : [])));
    return receipts.map((receipt) => {
      const client = receipt.client_id === null ? undefined : clients.get(receipt.client_id);
      const patch =
        receipt.suggestion && client && server && suggestedPatch(receipt.suggestion, client, server, caller);
      return { ...receipt, at: instant(receipt.at), suggestion: patch ?? null };
    });
  }
}
