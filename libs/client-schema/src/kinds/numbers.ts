import { inSeconds } from '../in-seconds.js';
import { Check, kind } from '../kind.js';

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

interface Range {
  min: number;
  max: number;
}

/** A duration in whole seconds. */
export const Seconds = kind<number, Range>('seconds', {
  control: 'duration',
  checks: ({ min, max }) => [
    whole('must be a whole number of seconds'),
    atLeast(min, `must be at least ${inSeconds(min)}`),
    atMost(max, `must be at most ${inSeconds(max)}`),
  ],
  schema: ({ min, max }) => ({ type: 'integer', minimum: min, maximum: max }),
});

/** A duration that has no end, where a field may have one. */
export const endless = -1;

/** A duration in whole seconds, or `endless`. */
export const SecondsOrEndless = kind<number, Range>('seconds-or-endless', {
  control: 'duration',
  checks: ({ min, max }) => [
    whole('must be a whole number of seconds'),
    Check('seconds-or-endless', (value) =>
      !Number.isInteger(value) || value === endless || (Number(value) >= min && Number(value) <= max)
        ? undefined
        : `must be ${min} to ${max} seconds, or ${endless}: without end`,
    ),
  ],
  schema: ({ min, max }) => ({
    type: 'integer',
    minimum: endless,
    maximum: max,
    not: { type: 'integer', minimum: endless + 1, maximum: min - 1 },
  }),
});

/** A moment in whole seconds since 1970-01-01T00:00:00Z, as RFC 7591 §3.2.1 spells it; 0 means never. */
export const EpochSeconds = kind<number>('epoch-seconds', {
  control: 'instant',
  checks: () => [
    whole('must be a whole number of seconds since 1970'),
    atLeast(0, 'must not be negative'),
    atMost(253_402_300_799, 'must lie before the year 10000'),
  ],
  schema: () => ({ type: 'integer', minimum: 0, maximum: 253_402_300_799 }),
});

/** A whole number that is neither a duration nor a moment. */
export const WholeNumber = kind<number, Range>('whole-number', {
  control: 'number',
  checks: ({ min, max }) => [
    whole('must be a whole number'),
    atLeast(min, `must be at least ${min}`),
    atMost(max, `must be at most ${max}`),
  ],
  schema: ({ min, max }) => ({ type: 'integer', minimum: min, maximum: max }),
});

function whole(message: string): PropertyDecorator {
  return Check('isInt', (value) => (Number.isInteger(value) ? undefined : message));
}

/** Of what is no whole number, one fault says enough: the limits are for those that are. */
function atLeast(min: number, message: string): PropertyDecorator {
  return Check('min', (value) => (Number.isInteger(value) && Number(value) < min ? message : undefined));
}

function atMost(max: number, message: string): PropertyDecorator {
  return Check('max', (value) => (Number.isInteger(value) && Number(value) > max ? message : undefined));
}

/** A moment in UTC, RFC 3339 §5.6. */
export const Instant = kind<string>('instant', {
  control: 'instant',
  checks: () => [
    Check('instant', (value) =>
      typeof value === 'string' && rfc3339.test(value) && !Number.isNaN(Date.parse(value))
        ? undefined
        : 'must be a moment in UTC such as 2030-01-31T12:00:00Z',
    ),
  ],
  schema: () => ({ type: 'string', format: 'date-time', pattern: rfc3339.source }),
});
