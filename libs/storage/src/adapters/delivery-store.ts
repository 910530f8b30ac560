import { randomUUID } from 'node:crypto';
import { type Delivery, DeliveryStore } from '@clientele/runtime/ports/index';
import { type Database } from '../database/database.js';

/** Deliveries in the database: a row each, until it is delivered. */
export class DatabaseDeliveryStore extends DeliveryStore {
  constructor(private readonly database: Database) {
    super();
  }

  async add(documents: readonly unknown[], due_at: number): Promise<void> {
    if (documents.length === 0) return;
    await this.database.write(
      `INSERT INTO deliveries (id, document, attempts, due_at) VALUES ${documents
        .map((_, index) => `($${index * 2 + 2}, $${index * 2 + 3}, 0, $1)`)
        .join(', ')}`,
      [due_at, ...documents.flatMap((document) => [randomUUID(), JSON.stringify(document)])],
    );
  }

  async claim(now: number, until: number, limit: number): Promise<readonly Delivery[]> {
    // Several processes claim at once; none waits for rows that another is claiming.
    const skipLocked = this.database.dialect === 'postgres' ? ' FOR UPDATE SKIP LOCKED' : '';
    const { rows } = await this.database.write<{ id: string; document: string; attempts: number }>(
      `UPDATE deliveries SET due_at = $1, attempts = attempts + 1 WHERE id IN
        (SELECT id FROM deliveries WHERE due_at <= $2 ORDER BY due_at LIMIT $3${skipLocked})
        RETURNING id, document, attempts`,
      [until, now, limit],
    );
    return rows.map(({ document, ...row }) => ({ ...row, document: JSON.parse(document) as unknown }));
  }

  async postpone(id: string, due_at: number): Promise<void> {
    await this.database.write('UPDATE deliveries SET due_at = $1 WHERE id = $2', [due_at, id]);
  }

  async remove(id: string): Promise<void> {
    await this.database.write('DELETE FROM deliveries WHERE id = $1', [id]);
  }
}
