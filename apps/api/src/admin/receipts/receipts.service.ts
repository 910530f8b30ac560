import { Injectable } from '@nestjs/common';
import { type Receipt } from '@clientele/runtime';
import { notFound } from '../../problems/problem.js';
import { instant } from '../http/instant.js';
import { type PageRequest } from '../http/query.js';
import { Page } from '../http/stored.js';
import { Registry } from '../registry.js';

/** Why a request was refused; `at` is RFC 3339. */
export type ReceiptView = Omit<Receipt, 'at'> & { at: string };

@Injectable()
export class ReceiptsService {
  constructor(private readonly registry: Registry) {}

  /** Newest first. */
  async list({ filters, ...page }: PageRequest): Promise<Page<ReceiptView>> {
    const { items, next } = await this.registry.receipts.list({ ...page, ...filters });
    return new Page(items.map(asView), next, null);
  }

  async read(code: string): Promise<ReceiptView> {
    const receipt = await this.registry.receipts.find(code);
    if (!receipt) throw notFound('receipt');
    return asView(receipt);
  }
}

function asView(receipt: Receipt): ReceiptView {
  return { ...receipt, at: instant(receipt.at) };
}
