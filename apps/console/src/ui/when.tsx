import { exactTime, relativeTime } from '../words/time.js';

/** A moment relative to now, exact on hover. */
export function When({ at, never = 'never' }: { at: string | number | null | undefined; never?: string }) {
  if (at === null || at === undefined || at === 0) return <>{never}</>;
  // The wire has RFC 3339 for instants of the admin API and whole seconds where a protocol says so.
  const moment = new Date(typeof at === 'number' ? at * 1000 : at);
  return (
    <time dateTime={moment.toISOString()} title={exactTime(moment)}>
      {relativeTime(moment)}
    </time>
  );
}
