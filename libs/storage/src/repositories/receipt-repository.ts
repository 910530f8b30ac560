import { type Clock, type Receipt } from '@clientele/runtime/ports/index';
import { type Database, type Value } from '../database/database.js';
import { storable } from '../database/storable.js';
import { type ListQuery, type Page } from '../records.js';
import { type ReceiptRepository } from '../storage.js';
import { type Cursors } from './cursor.js';

interface PlainReceipt {
  readonly at: number;
  readonly code: string;
  readonly document: string;
}

export class DatabaseReceiptRepository implements ReceiptRepository {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async find(code: string): Promise<Receipt | undefined> {
    if (!storable(code)) return undefined;
    const [row] = await this.database.read<PlainReceipt>(
      'SELECT document FROM receipts WHERE code = $1 AND expires_at > $2',
      [code, this.clock.now()],
    );
    return row && (JSON.parse(row.document) as Receipt);
  }

  async list(query: ListQuery & { client_id?: string }): Promise<Page<Receipt>> {
    const { client_id } = query;
    const from = this.cursors.placeIn('receipts', query) as [at: number, code: string] | undefined;
    if (client_id !== undefined && !storable(client_id)) return { items: [], next: null };

    const values: Value[] = [this.clock.now(), query.limit + 1];
    const conditions = ['expires_at > $1'];
    if (client_id !== undefined) conditions.push(`client_id = $${values.push(client_id)}`);
    if (from) conditions.push(`(at, code) < ($${values.push(from[0])}, $${values.push(from[1])})`);
    const rows = await this.database.read<PlainReceipt>(
      `SELECT at, code, document FROM receipts WHERE ${conditions.join(' AND ')} ORDER BY at DESC, code DESC LIMIT $2`,
      values,
    );
    const { items, next } = this.cursors.page('receipts', query, rows, ({ at, code }) => [at, code]);
    return { items: items.map(({ document }) => JSON.parse(document) as Receipt), next };
  }
}
