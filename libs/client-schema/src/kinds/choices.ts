import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn } from 'class-validator';
import { kind } from '../kind.js';
import { UniqueEntries } from './lists.js';

export const Flag = kind<boolean>('flag', {
  control: 'flag',
  checks: () => [IsBoolean({ message: 'must be true or false' })],
  schema: () => ({ type: 'boolean' }),
});

interface Values {
  values: readonly string[];
}

/** Exactly one of a closed list of values. */
export const Choice = kind<string, Values>('choice', {
  control: 'choice',
  checks: ({ values }) => [IsIn(values, { message: `must be one of ${values.join(', ')}` })],
  schema: ({ values }) => ({ type: 'string', enum: [...values] }),
});

/** Exactly one of a closed list of whole numbers. */
export const NumberChoice = kind<number, { values: readonly number[] }>('number-choice', {
  control: 'choice',
  checks: ({ values }) => [IsIn(values, { message: `must be one of ${values.join(', ')}` })],
  schema: ({ values }) => ({ type: 'integer', enum: [...values] }),
});

/** Any number of different values of a closed list. */
export const Choices = kind<string[], Values & { min?: number }>('choices', {
  control: 'choices',
  checks: ({ values, min = 0 }) => [
    IsArray({ message: 'must be a list' }),
    ArrayMinSize(min, { message: `must have at least ${min} entries` }),
    ArrayMaxSize(values.length, { message: `must have at most ${values.length} entries` }),
    UniqueEntries('must not name a value twice'),
  ],
  element:
    ({ values }) =>
    (element) =>
      values.includes(element as string) ? undefined : { rule: 'is-in', detail: `must be one of ${values.join(', ')}` },
  schema: ({ values, min = 0 }) => ({
    type: 'array',
    items: { type: 'string', enum: [...values] },
    uniqueItems: true,
    ...(min > 0 && { minItems: min }),
  }),
});
