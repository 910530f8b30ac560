import { type Clock, type GrantSummary } from '@clientele/runtime/ports/index';
import { type PlainGrant, grantColumns, toGrant } from '../adapters/grant-rows.js';
import { type Database, type Value } from '../database/database.js';
import { storable } from '../database/storable.js';
import { type ListQuery, type Page, type Reach } from '../records.js';
import { type GrantRepository } from '../storage.js';
import { type Cursors } from './cursor.js';
import { isVisible } from './reach.js';

type PlainSummary = PlainGrant & { readonly client_id: string };

const selectGrants = `SELECT ${grantColumns}, c.client_id FROM grants g JOIN clients c ON c.id = g.client`;

export class DatabaseGrantRepository implements GrantRepository {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async find(id: string, { visibleTo }: Reach = {}): Promise<GrantSummary | undefined> {
    if (!storable(id)) return undefined;
    const values: Value[] = [id];
    const visible = visibleTo === undefined ? '' : ` AND ${isVisible(visibleTo, values)}`;
    const [row] = await this.database.read<PlainSummary>(`${selectGrants} WHERE g.id = $1${visible}`, values);
    return row && toSummary(row);
  }

  async list(query: ListQuery & Reach & { client_id?: string; sub?: string }): Promise<Page<GrantSummary>> {
    const { client_id, sub, visibleTo } = query;
    const from = this.cursors.placeIn('grants', query) as [created_at: number, id: string] | undefined;
    if ([client_id, sub].some((value) => value !== undefined && !storable(value))) return { items: [], next: null };

    const values: Value[] = [query.limit + 1];
    const conditions: string[] = [];
    if (client_id !== undefined) {
      conditions.push(`g.client = (SELECT id FROM clients WHERE client_id = $${values.push(client_id)})`);
    }
    if (sub !== undefined) conditions.push(`g.sub = $${values.push(sub)}`);
    if (visibleTo !== undefined) conditions.push(isVisible(visibleTo, values));
    if (from) conditions.push(`(g.created_at, g.id) < ($${values.push(from[0])}, $${values.push(from[1])})`);
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const rows = await this.database.read<PlainSummary>(
      `${selectGrants} ${where} ORDER BY g.created_at DESC, g.id DESC LIMIT $1`,
      values,
    );
    const { items, next } = this.cursors.page('grants', query, rows, ({ created_at, id }) => [created_at, id]);
    return { items: items.map(toSummary), next };
  }

  async revoke(id: string): Promise<boolean> {
    if (!storable(id)) return false;
    return this.database.unit(async () => {
      const { affected } = await this.database.write(
        'UPDATE grants SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL',
        [this.clock.now(), id],
      );
      const grant = await this.find(id);
      if (grant && affected === 1) {
        this.database.happened({ type: 'grant.revoked', target: id, client_id: grant.client_id });
      }
      return grant !== undefined;
    });
  }
}

function toSummary(row: PlainSummary): GrantSummary {
  return { ...toGrant(row), client_id: row.client_id };
}
