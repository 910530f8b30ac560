import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '@clientele/runtime';
import { type EventFilters, type StoredEvent } from '@clientele/storage';
import { badParameter } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type PageRequest } from '../http/query.js';
import { Page } from '../http/stored.js';
import { Registry } from '../registry.js';

/** What the list of events can be filtered by. */
export const eventFilters = ['actor', 'type', 'client_id', 'since', 'until'] as const;

/** How often those who follow are told what is new, in milliseconds. */
const lookEvery = 500;
/** After as many looks without anything new they get a sign of life, before a proxy gives the connection up. */
const quietLooks = 30;

@Injectable()
export class EventsService implements OnModuleDestroy {
  readonly #ending = new AbortController();

  constructor(
    private readonly registry: Registry,
    private readonly clock: Clock,
  ) {}

  /** Those who follow are let go, so that the listener can close. */
  onModuleDestroy(): void {
    this.#ending.abort();
  }

  /** Newest first. */
  async list({ filters, ...page }: PageRequest, caller: CallerIdentity): Promise<Page<StoredEvent>> {
    const { items, next } = await this.registry.events.list({ ...page, ...limitsIn(filters), ...caller.reach });
    return new Page(items, next, null);
  }

  /**
   * Events as they happen, whichever process they happen at, and undefined as a sign of life; until the caller's access
   * token expires.
   * @param lastSeen the number of an event that the caller has: they get what came after it; absent: what is to come
   */
  async follow(
    { filters }: PageRequest,
    lastSeen: number | undefined,
    caller: CallerIdentity,
  ): Promise<AsyncGenerator<StoredEvent | undefined>> {
    const limits = { ...limitsIn(filters), ...caller.reach };
    return this.#follow(limits, lastSeen ?? (await this.registry.events.last()), caller.expires_at);
  }

  async *#follow(limits: EventFilters, from: number, until: number): AsyncGenerator<StoredEvent | undefined> {
    const { signal } = this.#ending;
    // The first sign of life says that nothing will be missed from here on.
    yield undefined;
    for (let seq = from, quiet = 0; !signal.aborted && this.clock.now() < until;) {
      // Read first: what is not found up to here is not looked at again, be the filters ever so narrow.
      const newest = await this.registry.events.last();
      const events = newest > seq ? await this.registry.events.after(seq, limits) : [];
      yield* events;
      seq = events.at(-1)?.seq ?? Math.max(seq, newest);
      quiet = events.length > 0 ? 0 : quiet + 1;
      if (quiet % quietLooks === quietLooks - 1) yield undefined;
      await pause(lookEvery, undefined, { signal }).catch(() => undefined);
    }
  }
}

function limitsIn({ since, until, ...names }: PageRequest['filters']): EventFilters {
  return {
    ...names,
    ...(since !== undefined && { since: momentIn('since', since) }),
    ...(until !== undefined && { until: momentIn('until', until) }),
  };
}

/** RFC 3339 §5.6 as milliseconds since 1970. */
function momentIn(name: string, value: string): number {
  const moment = Date.parse(value);
  const day = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i.exec(value)?.[1];
  // Date.parse takes the 30th of February for a day in March.
  if (day === undefined || Number.isNaN(moment) || !new Date(day).toISOString().startsWith(day)) {
    throw badParameter(name, 'must be an instant as RFC 3339 writes it, such as 2026-01-15T09:30:00Z');
  }
  return moment;
}
