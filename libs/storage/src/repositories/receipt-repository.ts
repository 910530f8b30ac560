import { type Clock, type Receipt } from '@clientele/runtime/ports/index';
import { type Database, type Value } from '../database/database.js';
import { storable } from '../database/storable.js';
import { type ListQuery, type Page, type Reach } from '../records.js';
import { type ReceiptRepository } from '../storage.js';
import { type Cursors } from './cursor.js';
import { namesNoneHidden } from './reach.js';

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

  async find(code: string, { visibleTo }: Reach = {}): Promise<Receipt | undefined> {
    if (!storable(code)) return undefined;
    const values: Value[] = [code, this.clock.now()];
    const visible = visibleTo === undefined ? '' : ` AND ${namesNoneHidden('r.client_id', visibleTo, values)}`;
    const [row] = await this.database.read<PlainReceipt>(
      `SELECT document FROM receipts r WHERE r.code = $1 AND r.expires_at > $2${visible}`,
      values,
    );
    return row && (JSON.parse(row.document) as Receipt);
  }

  async list(query: ListQuery & Reach & { client_id?: string }): Promise<Page<Receipt>> {
    const { client_id, visibleTo } = query;
    const from = this.cursors.placeIn('receipts', query) as [at: number, code: string] | undefined;
    if (client_id !== undefined && !storable(client_id)) return { items: [], next: null };

    const values: Value[] = [this.clock.now(), query.limit + 1];
    const conditions = ['expires_at > $1'];
    if (client_id !== undefined) conditions.push(`client_id = $${values.push(client_id)}`);
    if (visibleTo !== undefined) conditions.push(namesNoneHidden('r.client_id', visibleTo, values));
    if (from) conditions.push(`(at, code) < ($${values.push(from[0])}, $${values.push(from[1])})`);
    const rows = await this.database.read<PlainReceipt>(
      `SELECT at, code, document FROM receipts r WHERE ${conditions.join(' AND ')} ORDER BY at DESC, code DESC LIMIT $2`,
      values,
    );
    const { items, next } = this.cursors.page('receipts', query, rows, ({ at, code }) => [at, code]);
    return { items: items.map(({ document }) => JSON.parse(document) as Receipt), next };
  }
}
