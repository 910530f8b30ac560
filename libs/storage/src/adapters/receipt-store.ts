import { type Receipt, ReceiptStore } from '@clientele/runtime/ports/index';
import { type Database } from '../database/database.js';

/** As many rows as fit into one statement of either database. */
const atOnce = 200;

export class DatabaseReceiptStore extends ReceiptStore {
  constructor(private readonly database: Database) {
    super();
  }

  async keep(receipts: readonly Receipt[], expires_at: number): Promise<void> {
    for (let from = 0; from < receipts.length; from += atOnce) {
      await this.#insert(receipts.slice(from, from + atOnce), expires_at);
    }
  }

  async #insert(receipts: readonly Receipt[], expires_at: number): Promise<void> {
    const rows = receipts.map((_, row) => `(${[1, 2, 3, 4, 5].map((column) => `$${row * 5 + column}`).join(', ')})`);
    await this.database.write(
      // A code is not secret and may come up twice in a long time: the first one stays.
      `INSERT INTO receipts (code, at, client_id, document, expires_at) VALUES ${rows.join(', ')} ON CONFLICT DO NOTHING`,
      receipts.flatMap((receipt) => [
        receipt.code,
        receipt.at,
        // Whatever a request named: PostgreSQL has no U+0000.
        receipt.client_id?.replaceAll('\0', '') ?? null,
        JSON.stringify(receipt),
        expires_at,
      ]),
    );
  }
}
