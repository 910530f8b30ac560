const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' });
const exact = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'long',
});

/** `3 minutes ago`, `in 2 days`; within a minute of now, `just now`. */
export function relativeTime(moment: Date, now: Date = new Date()): string {
  const seconds = (moment.getTime() - now.getTime()) / 1000;
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return 'just now';
}

/** The moment to the second with its zone, for people who must be sure. */
export function exactTime(moment: Date): string {
  return exact.format(moment);
}

/** `12:04:33.120`, in the reader's zone. */
export function clockTime(moment: Date): string {
  return (
    moment.toLocaleTimeString('en-GB', { hour12: false }) + `.${String(moment.getMilliseconds()).padStart(3, '0')}`
  );
}
