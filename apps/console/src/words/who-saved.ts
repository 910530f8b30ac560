import { relativeTime } from './time.js';

/** `admin saved revision 3, 2 minutes ago`, as far as the server says. */
export function whoSaved({
  updated_by = 'Somebody',
  updated_at,
  revision,
}: {
  readonly updated_by?: string;
  readonly updated_at?: string;
  readonly revision?: number;
}): string {
  const what = revision === undefined ? 'another revision' : `revision ${revision}`;
  return `${updated_by} saved ${what}${updated_at ? `, ${relativeTime(new Date(updated_at))}` : ''}`;
}
