import { IsString, Matches, MaxLength, isString } from 'class-validator';
import { type JsonSchema } from '../field.js';
import { Check, kind } from '../kind.js';
import { propertiesIn } from '../properties-in-text.js';

// Neither is text: no person can have meant it, databases refuse NUL, and encoders mangle half a surrogate pair.
export const oneLine = /^[^\p{Cc}\p{Cs}]*$/u;
const severalLines = /^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u;

/** The length in Unicode code points, as JSON Schema counts; class-validator counts some pairs of them as one. */
function HasLength(min: number, max: number): PropertyDecorator {
  return Check('isLength', (value) => {
    const length = isString(value) ? Array.from(value).length : 0;
    return length >= min && length <= max ? undefined : `must have ${min} to ${max} characters`;
  });
}

const onOneLine = Check('oneLine', (value) =>
  isString(value) && !oneLine.test(value) ? 'must not have control characters' : undefined,
);

interface TextLimits {
  min?: number;
  max: number;
  pattern?: RegExp;
  /** What the pattern asks for, in words that follow "must". */
  patternHelp?: string;
}

const textChecks = ({ min = 1, max, pattern, patternHelp }: TextLimits): PropertyDecorator[] => [
  IsString({ message: 'must be a string' }),
  HasLength(min, max),
  ...(pattern ? [Matches(pattern, { message: `must ${patternHelp ?? `match ${pattern.source}`}` })] : []),
];

const textSchema = ({ min = 1, max, pattern }: TextLimits): JsonSchema => ({
  type: 'string',
  minLength: min,
  maxLength: max,
  ...(pattern && { pattern: pattern.source }),
});

/** One line of text. Lengths count code points. */
export const Text = kind<string, TextLimits>('text', {
  control: 'text',
  checks: (limits) => [...textChecks(limits), onOneLine],
  schema: textSchema,
});

/** One line of text in which `{name}` stands for the extended property of that name. */
export const TextWithProperties = kind<string, TextLimits>('text-with-properties', {
  control: 'text',
  checks: (limits) => [...textChecks(limits), onOneLine],
  refersTo: () => ({
    resources: ['extended_property_definitions'],
    idsIn: (value) => propertiesIn(String(value)),
  }),
  schema: textSchema,
});

/** Several lines of text. */
export const LongText = kind<string, TextLimits>('long-text', {
  control: 'text-area',
  checks: (limits) => [
    ...textChecks(limits),
    Check('severalLines', (value) =>
      isString(value) && !severalLines.test(value) ? 'must not have control characters beside line breaks' : undefined,
    ),
  ],
  schema: textSchema,
});

/** Scope names separated by single spaces, RFC 6749 §3.3. */
export const ScopeNames = kind<string>('scope-names', {
  control: 'scopes',
  checks: () => [
    IsString({ message: 'must be a string of scope names separated by spaces' }),
    MaxLength(4096, { message: 'must have at most 4096 characters' }),
    Matches(/^(?:[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*)?$/, {
      message: 'must be scope names separated by single spaces',
    }),
  ],
  refersTo: () => ({
    resources: ['scopes', 'scope_groups'],
    idsIn: (value) => [...new Set(String(value).split(' '))].filter((name) => name !== ''),
  }),
  schema: () => ({ type: 'string', maxLength: 4096 }),
});

/** A credential: taken, never shown again. */
export const Secret = kind<string, TextLimits>('secret', {
  control: 'secret',
  checks: textChecks,
  schema: (limits) => ({ ...textSchema(limits), format: 'password' }),
});

/** The id of a record of another resource. */
export const Reference = kind<string, { resource: string }>('reference', {
  control: 'reference',
  checks: () => [IsString({ message: 'must be the id of a record' }), HasLength(1, 255), onOneLine],
  refersTo: ({ resource }) => ({ resources: [resource], idsIn: (value) => [String(value)] }),
  schema: () => ({ type: 'string', minLength: 1, maxLength: 255 }),
});
