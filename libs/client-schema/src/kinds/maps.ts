import { isString } from 'class-validator';
import { Check, kind } from '../kind.js';
import { oneLine } from './text.js';

interface MapLimits {
  maxEntries: number;
  maxKey: number;
  maxValue: number;
}

const isText = (value: unknown, max: number): value is string =>
  isString(value) && value.length > 0 && Array.from(value).length <= max && oneLine.test(value);

/** The faults that every map of texts may have, then those of its values. */
function mapFault(
  value: unknown,
  { maxEntries, maxKey }: MapLimits,
  valueFault: (value: unknown) => string | undefined,
): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object';
  const entries = Object.entries(value);
  if (entries.length > maxEntries) return `must have at most ${maxEntries} members`;
  for (const [key, one] of entries) {
    if (!isText(key, maxKey) || key === '__proto__') return `must have names of 1 to ${maxKey} characters`;
    const fault = valueFault(one);
    if (fault !== undefined) return `must have ${fault} under ${key}`;
  }
  return undefined;
}

const textFault =
  (max: number) =>
  (value: unknown): string | undefined =>
    isText(value, max) ? undefined : `a text of 1 to ${max} characters`;

/** Texts under names that are chosen freely. */
export const TextMap = kind<Record<string, string>, MapLimits>('text-map', {
  control: 'json',
  checks: (limits) => [Check('textMap', (value) => mapFault(value, limits, textFault(limits.maxValue)))],
  schema: ({ maxEntries, maxValue }) => ({
    type: 'object',
    maxProperties: maxEntries,
    additionalProperties: { type: 'string', minLength: 1, maxLength: maxValue },
  }),
});

/** Lists of texts under the ids of records of a resource. */
export const Properties = kind<Record<string, string[]>, MapLimits & { resource: string; maxItems: number }>(
  'properties',
  {
    control: 'json',
    checks: (limits) => [
      Check('properties', (value) =>
        mapFault(value, limits, (list) =>
          Array.isArray(list) &&
          list.length > 0 &&
          list.length <= limits.maxItems &&
          list.every((one) => isText(one, limits.maxValue))
            ? undefined
            : `a list of 1 to ${limits.maxItems} texts of at most ${limits.maxValue} characters`,
        ),
      ),
    ],
    refersTo: ({ resource }) => ({ resources: [resource], idsIn: (value) => Object.keys(value as object) }),
    schema: ({ maxEntries, maxItems, maxValue }) => ({
      type: 'object',
      maxProperties: maxEntries,
      additionalProperties: {
        type: 'array',
        minItems: 1,
        maxItems,
        items: { type: 'string', minLength: 1, maxLength: maxValue },
      },
    }),
  },
);

/** What a claim is made from, where it is not the user's claim of the same name. */
export const ClaimSources = kind<Record<string, string>, MapLimits & { resource: string; known: readonly string[] }>(
  'claim-sources',
  {
    control: 'json',
    checks: (limits) => [Check('claimSources', (value) => mapFault(value, limits, textFault(limits.maxValue)))],
    refersTo: ({ resource, known }) => ({
      resources: [resource],
      idsIn: (value) =>
        Object.values(value as Record<string, string>)
          .filter((source) => source.startsWith('client:'))
          .map((source) => source.slice('client:'.length))
          .filter((name) => !known.includes(name)),
    }),
    schema: ({ maxEntries, maxValue }) => ({
      type: 'object',
      maxProperties: maxEntries,
      additionalProperties: { type: 'string', minLength: 1, maxLength: maxValue },
    }),
  },
);
