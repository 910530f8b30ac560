/** Units in which people think of the lifetimes that the wire carries in seconds, largest first. */
export const durationUnits = [
  { name: 'days', one: 'day', seconds: 86_400 },
  { name: 'hours', one: 'hour', seconds: 3600 },
  { name: 'minutes', one: 'minute', seconds: 60 },
  { name: 'seconds', one: 'second', seconds: 1 },
] as const;
export type DurationUnit = (typeof durationUnits)[number]['name'];

/** What a duration without end is called. */
export const withoutLimit = 'without limit';

/** The largest unit in which a duration is a whole number, and that number. 0 is 0 seconds. */
export function splitDuration(seconds: number): { count: number; unit: DurationUnit } {
  const unit = durationUnits.find((candidate) => seconds !== 0 && seconds % candidate.seconds === 0);
  return { count: seconds / (unit?.seconds ?? 1), unit: unit?.name ?? 'seconds' };
}

export function joinDuration(count: number, unit: DurationUnit): number {
  return count * durationUnits.find(({ name }) => name === unit)!.seconds;
}

/** `900` as `15 minutes`; never rounded. */
export function durationInWords(seconds: number): string {
  const { count, unit } = splitDuration(seconds);
  const { one } = durationUnits.find(({ name }) => name === unit)!;
  return `${count.toLocaleString('en')} ${count === 1 ? one : unit}`;
}
