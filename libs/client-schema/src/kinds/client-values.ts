import { Check, kind } from '../kind.js';

/** Values of fields of a client, by name. Which fields these may be, and of what shape, is a rule of the resource. */
export const ClientValues = kind<Record<string, unknown>>('client-values', {
  control: 'json',
  checks: () => [
    Check('object', (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'must be an object',
    ),
  ],
  schema: () => ({ type: 'object', additionalProperties: true }),
});
