import { Injectable } from '@nestjs/common';
import { type EventFilters, type StoredEvent } from '@clientele/storage';
import { badParameter } from '../../problems/problem.js';
import { type PageRequest } from '../http/query.js';
import { Page } from '../http/stored.js';
import { Registry } from '../registry.js';

/** What the list of events can be filtered by. */
export const eventFilters = ['actor', 'type', 'client_id', 'since', 'until'] as const;

@Injectable()
export class EventsService {
  constructor(private readonly registry: Registry) {}

  /** Newest first. */
  async list({ filters, ...page }: PageRequest): Promise<Page<StoredEvent>> {
    const { since, until, ...names } = filters;
    const limits: EventFilters = {
      ...names,
      ...(since !== undefined && { since: momentIn('since', since) }),
      ...(until !== undefined && { until: momentIn('until', until) }),
    };
    const { items, next } = await this.registry.events.list({ ...page, ...limits });
    return new Page(items, next, null);
  }
}

/** RFC 3339 §5.6 as milliseconds since 1970. */
function momentIn(name: string, value: string): number {
  const moment = Date.parse(value);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i.test(value) || Number.isNaN(moment)) {
    throw badParameter(name, 'must be an instant as RFC 3339 writes it, such as 2026-01-15T09:30:00Z');
  }
  return moment;
}
