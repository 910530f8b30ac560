import { type Receipt } from '@clientele/runtime/ports/index';
import { type Database, type Value } from '../database/database.js';
import { storable } from '../database/storable.js';
import { type Page } from '../records.js';
import { type ReceiptRepository } from '../storage.js';
import { type Time } from '../time.js';
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
    private readonly time: Time,
  ) {}

  async find(code: string): Promise<Receipt | undefined> {
    if (!storable(code)) return undefined;
    const [row] = await this.database.read<PlainReceipt>(
      'SELECT document FROM receipts WHERE code = $1 AND expires_at > $2',
      [code, this.time.seconds()],
    );
    return row && (JSON.parse(row.document) as Receipt);
  }

  async list(query: { limit: number; after?: string; client_id?: string }): Promise<Page<Receipt>> {
    const { limit, after, client_id } = query;
    if (client_id !== undefined && !storable(client_id)) return { items: [], next: null };
    const identity = ['receipts', client_id ?? null];

    const values: Value[] = [this.time.seconds(), limit + 1];
    const conditions = ['expires_at > $1'];
    if (client_id !== undefined) conditions.push(`client_id = $${values.push(client_id)}`);
    if (after !== undefined) {
      const [at, code] = this.cursors.read(after, identity) as [number, string];
      conditions.push(`(at, code) < ($${values.push(at)}, $${values.push(code)})`);
    }
    const rows = await this.database.read<PlainReceipt>(
      `SELECT at, code, document FROM receipts WHERE ${conditions.join(' AND ')} ORDER BY at DESC, code DESC LIMIT $2`,
      values,
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const next = rows.length > limit && last ? this.cursors.write([last.at, last.code], identity) : null;
    return { items: items.map(({ document }) => JSON.parse(document) as Receipt), next };
  }
}
