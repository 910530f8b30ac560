/** What the audit log shows, as the URL says it: a view can be mailed, and Back works. */
export interface EventSearch {
  /** Subject or name. */
  actor?: string;
  type?: string;
  client_id?: string;
  /** Days in the reader's zone, `2026-01-15`; the last one is part of what is shown. */
  since?: string;
  until?: string;
  /** Cursor of the page. */
  after?: string;
}

const texts = ['actor', 'type', 'client_id', 'after'] as const;
const days = ['since', 'until'] as const;

/** Reads the URL; what it does not know or cannot be is left out. */
export function eventSearch(raw: Record<string, unknown>): EventSearch {
  const search: EventSearch = {};
  for (const name of texts) {
    const value = raw[name];
    const text = typeof value === 'string' ? value.trim() : '';
    if (text !== '') search[name] = text.slice(0, name === 'after' ? 1024 : 255);
  }
  for (const name of days) {
    const value = raw[name];
    if (typeof value === 'string' && startOf(value) !== undefined) search[name] = value;
  }
  return search;
}

/** The query of the API: from the first moment of the first day on, and before the day after the last. */
export function eventQuery({ since, until, ...search }: EventSearch) {
  const first = since === undefined ? undefined : startOf(since);
  const last = until === undefined ? undefined : startOf(until, 1);
  return {
    ...search,
    ...(first && { since: first.toISOString() }),
    ...(last && { until: last.toISOString() }),
  };
}

/** Whether the log is narrowed down at all. */
export function isFiltered(search: EventSearch): boolean {
  return Object.keys(search).some((name) => name !== 'after');
}

/** The first moment of a day, or of one some days later, in the reader's zone; undefined for what is no day. */
function startOf(day: string, later = 0): Date | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  if (!parts) return undefined;
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number];
  const isDay = new Date(Date.UTC(year, month - 1, date)).toISOString().startsWith(day);
  return isDay ? new Date(year, month - 1, date + later) : undefined;
}
