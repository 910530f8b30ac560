import { type ChainEnd, type Link, faultOf } from '../database/event-chain.js';
import { type Database, type Value } from '../database/database.js';
import { storable } from '../database/storable.js';
import { type ListQuery, type Page, type StoredEvent } from '../records.js';
import { type ChainReport, type EventFilters, type EventRepository } from '../storage.js';
import { type Cursors } from './cursor.js';
import { namesVisible } from './reach.js';

/** The beginning of a condition, and what it compares with; undefined: nothing. */
type Limit = readonly [term: string, value: Value | undefined];

/** As many events as are read at once. */
const atOnce = 1000;

const columns = 'seq, at, type, actor, actor_name, client_id, document, hash';

export class DatabaseEventRepository implements EventRepository {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
  ) {}

  async list(query: ListQuery & EventFilters): Promise<Page<StoredEvent>> {
    const before = this.cursors.placeIn('events', query) as number | undefined;
    const rows = await this.#links(['seq <', before], query, `DESC LIMIT ${query.limit + 1}`);
    const { items, next } = this.cursors.page('events', query, rows, ({ seq }) => seq);
    return { items: items.map(toEvent), next };
  }

  async after(seq: number, filters: EventFilters): Promise<readonly StoredEvent[]> {
    return (await this.#links(['seq >', seq], filters, `ASC LIMIT ${atOnce}`)).map(toEvent);
  }

  async last(): Promise<number> {
    return (await this.#end()).event_seq;
  }

  async #links(place: Limit, filters: EventFilters, order: string): Promise<Link[]> {
    const { actor, type, client_id, since, until, visibleTo } = filters;
    if ([actor, type, client_id].some((text) => text !== undefined && !storable(text))) return [];
    const limits: Limit[] = [place, ['type =', type], ['client_id =', client_id], ['at >=', since], ['at <', until]];
    const values: Value[] = [];
    const conditions = limits.flatMap(([term, value]) =>
      value === undefined ? [] : [`${term} $${values.push(value)}`],
    );
    if (actor !== undefined) {
      const named = `$${values.push(actor)}`;
      conditions.push(`(actor = ${named} OR actor_name = ${named})`);
    }
    if (visibleTo !== undefined) {
      const visible = namesVisible('e.client_id', visibleTo, values);
      // What somebody has done is no secret to them, also when the client is somebody else's by now, or gone.
      conditions.push(`(e.actor = $${values.push(visibleTo)} OR ${visible})`);
    }
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    return this.database.read<Link>(`SELECT ${columns} FROM events e ${where} ORDER BY seq ${order}`, values);
  }

  async #end(): Promise<ChainEnd> {
    const [end] = await this.database.read<ChainEnd>('SELECT event_seq, event_hash FROM change_counter WHERE id = 1');
    return end!;
  }

  async verify(): Promise<ChainReport> {
    const last = await this.#end();
    let end: ChainEnd = { event_seq: 0, event_hash: '' };
    const broken = (seq: number, why: string): ChainReport => ({
      count: end.event_seq,
      hash: end.event_hash,
      broken: { seq, why },
    });
    while (end.event_seq < last.event_seq) {
      const links = await this.database.read<Link>(
        `SELECT ${columns} FROM events WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT ${atOnce}`,
        [end.event_seq, last.event_seq],
      );
      if (links.length === 0) return broken(end.event_seq + 1, 'is missing');
      for (const link of links) {
        const fault = faultOf(end, link);
        if (fault !== undefined) return broken(end.event_seq + 1, fault);
        end = { event_seq: link.seq, event_hash: link.hash };
      }
    }
    if (end.event_hash !== last.event_hash) return broken(end.event_seq, 'is not the one that was written last');
    return { count: end.event_seq, hash: end.event_hash };
  }
}

function toEvent({ document, hash }: Link): StoredEvent {
  return { ...(JSON.parse(document) as Omit<StoredEvent, 'hash'>), hash };
}
