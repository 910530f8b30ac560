import { IsInt, Max, Min } from 'class-validator';
import { kind } from '../kind.js';

interface Range {
  min: number;
  max: number;
}

/** A duration in whole seconds. */
export const Seconds = kind<number, Range>('seconds', {
  control: 'duration',
  checks: ({ min, max }) => [
    IsInt({ message: 'must be a whole number of seconds' }),
    Min(min, { message: `must be at least ${min} seconds` }),
    Max(max, { message: `must be at most ${max} seconds` }),
  ],
  schema: ({ min, max }) => ({ type: 'integer', minimum: min, maximum: max }),
});

/** A moment in whole seconds since 1970-01-01T00:00:00Z, as RFC 7591 §3.2.1 spells it; 0 means never. */
export const EpochSeconds = kind<number>('epoch-seconds', {
  control: 'instant',
  checks: () => [
    IsInt({ message: 'must be a whole number of seconds since 1970' }),
    Min(0, { message: 'must not be negative' }),
    Max(253_402_300_799, { message: 'must lie before the year 10000' }),
  ],
  schema: () => ({ type: 'integer', minimum: 0, maximum: 253_402_300_799 }),
});
