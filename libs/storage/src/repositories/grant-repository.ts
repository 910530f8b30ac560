import { type Clock, type GrantSummary } from '@clientele/runtime/ports/index';
import { type PlainGrant, grantColumns, toGrant } from '../adapters/grant-rows.js';
import { type Database, type Value } from '../database/database.js';
import { storable } from '../database/storable.js';
import { type ListQuery, type Page, type Reach } from '../records.js';
import { type GrantRepository } from '../storage.js';
import { type Cursors } from './cursor.js';
import { isVisible } from './reach.js';

type PlainSummary = PlainGrant & { readonly client_id: string };

const selectGrants = `SELECT ${grantColumns}, coalesce(c.client_id, d.client_id) AS client_id FROM grants g
  LEFT JOIN clients c ON c.id = g.client LEFT JOIN client_documents d ON d.id = g.client
  WHERE coalesce(c.client_id, d.client_id) IS NOT NULL`;

/** Whom nobody has registered nobody owns. */
function isVisibleOrUnowned(visibleTo: string, values: Value[]): string {
  return `(c.id IS NULL OR ${isVisible(visibleTo, values)})`;
}

export class DatabaseGrantRepository implements GrantRepository {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async find(id: string, { visibleTo }: Reach = {}): Promise<GrantSummary | undefined> {
    if (!storable(id)) return undefined;
    const values: Value[] = [id];
    const visible = visibleTo === undefined ? '' : ` AND ${isVisibleOrUnowned(visibleTo, values)}`;
    const [row] = await this.database.read<PlainSummary>(`${selectGrants} AND g.id = $1${visible}`, values);
    return row && toSummary(row);
  }

  async list(query: ListQuery & Reach & { client_id?: string; sub?: string }): Promise<Page<GrantSummary>> {
    const { client_id, sub, visibleTo } = query;
    const from = this.cursors.placeIn('grants', query) as [created_at: number, id: string] | undefined;
    if ([client_id, sub].some((value) => value !== undefined && !storable(value))) return { items: [], next: null };

    const values: Value[] = [query.limit + 1];
    const conditions: string[] = [];
    if (client_id !== undefined) {
      const name = `$${values.push(client_id)}`;
      conditions.push(`g.client = coalesce((SELECT id FROM clients WHERE client_id = ${name}),
        (SELECT id FROM client_documents WHERE client_id = ${name}))`);
    }
    if (sub !== undefined) conditions.push(`g.sub = $${values.push(sub)}`);
    if (visibleTo !== undefined) conditions.push(isVisibleOrUnowned(visibleTo, values));
    if (from) conditions.push(`(g.created_at, g.id) < ($${values.push(from[0])}, $${values.push(from[1])})`);
    const where = conditions.map((condition) => `AND ${condition}`).join(' ');
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
