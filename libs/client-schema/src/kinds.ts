import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  isEmail,
  isString,
} from 'class-validator';
import {
  type Control,
  type ElementCheck,
  type Field,
  type FieldOptions,
  type JsonSchema,
  acceptsNull,
  declareField,
} from './field.js';
import { jwkSetFault } from './jwk-set.js';
import { originFault } from './origin.js';
import { redirectUriFault } from './redirect-uri.js';
import { type PublicJwkSet } from './vocabulary.js';
import { httpsUrlFault, logoFault, webUrlFault } from './web-url.js';

/** Decorates a property of type T; the compiler refuses it on a property of another type. */
export type FieldDecorator<T> = <K extends string>(group: { [P in K]?: T | null }, name: K) => void;

interface Kind<O> {
  control: Control;
  /** class-validator's own decorators, applied to the property. */
  checks(options: O & FieldOptions): PropertyDecorator[];
  /** For a list: the check of each element. */
  element?(options: O & FieldOptions): ElementCheck;
  schema(options: O & FieldOptions): JsonSchema;
}

/**
 * Declares a kind of field: everything that is the same for every field of that kind.
 * The name of the kind is what OpenAPI calls `x-kind`.
 */
function kind<T, O = object>(name: string, knows: Kind<O>) {
  return (options: O & FieldOptions): FieldDecorator<T> => {
    return (group, property) => {
      const elementFault = knows.element?.(options);
      const field: Field = {
        name: property,
        kind: name,
        control: knows.control,
        options,
        schema: knows.schema(options),
        ...(elementFault && { elementFault }),
      };
      declareField(group, field);

      const mayBeNull = acceptsNull(field);
      const checks = [
        ValidateIf((_, value) => (options.required || value !== undefined) && !(mayBeNull && value === null)),
        ...knows.checks(options),
        ...(elementFault ? [EachElement(elementFault)] : []),
      ];
      for (const check of checks) check(group, property);
    };
  };
}

/** A list whose every element passes. Which one does not, and why, `validateClient` asks the check again. */
function EachElement(elementFault: ElementCheck): PropertyDecorator {
  return ValidateBy({
    name: 'eachElement',
    validator: {
      validate: (value) => !Array.isArray(value) || value.every((element) => elementFault(element) === undefined),
      defaultMessage: () => 'has a faulty element',
    },
  });
}

/** The length in Unicode code points, as JSON Schema counts; class-validator counts some pairs of them as one. */
function HasLength(min: number, max: number): PropertyDecorator {
  return Check('isLength', (value) => {
    const length = isString(value) ? Array.from(value).length : 0;
    return length >= min && length <= max ? undefined : `must have ${min} to ${max} characters`;
  });
}

// Neither is text: no person can have meant it, databases refuse NUL, and encoders mangle half a surrogate pair.
const oneLine = /^[^\p{Cc}\p{Cs}]*$/u;
const severalLines = /^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u;

/** A list without repetitions. class-validator's own check takes quadratic time, on lists that a stranger sends. */
function UniqueEntries(message: string): PropertyDecorator {
  return ValidateBy({
    name: 'arrayUnique',
    validator: {
      validate: (value) => !Array.isArray(value) || new Set(value).size === value.length,
      defaultMessage: () => message,
    },
  });
}

/** A check of our own as a class-validator decorator; `fault` says what is wrong, or nothing. */
function Check(name: string, fault: (value: unknown) => string | undefined): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (value) => fault(value) === undefined,
      defaultMessage: (context) => fault(context?.value) ?? '',
    },
  });
}

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
  checks: (limits) => [
    ...textChecks(limits),
    Check('oneLine', (value) =>
      isString(value) && !oneLine.test(value) ? 'must not have control characters' : undefined,
    ),
  ],
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

interface ListLimits {
  maxItems: number;
}

const listChecks = ({ maxItems }: ListLimits): PropertyDecorator[] => [
  IsArray({ message: 'must be a list' }),
  ArrayMaxSize(maxItems, { message: `must have at most ${maxItems} entries` }),
  UniqueEntries('must not have the same entry twice'),
];

const elementCheck =
  (rule: string, fault: (value: unknown) => string | undefined): ElementCheck =>
  (element) => {
    const detail = fault(element);
    return detail === undefined ? undefined : { rule, detail };
  };

/** A list of short words, such as labels. */
export const Words = kind<string[], ListLimits & { maxLength: number }>('words', {
  control: 'list',
  checks: listChecks,
  element: ({ maxLength }) =>
    elementCheck('word-length', (word) =>
      isString(word) && word.length > 0 && word.length <= maxLength && oneLine.test(word)
        ? undefined
        : `must be a string of 1 to ${maxLength} characters without control characters`,
    ),
  schema: ({ maxItems, maxLength }) => ({
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength },
    maxItems,
    uniqueItems: true,
  }),
});

/** A list of e-mail addresses, RFC 5321 §4.1.2 without quoted local parts. */
export const EmailAddresses = kind<string[], ListLimits>('email-addresses', {
  control: 'list',
  checks: listChecks,
  element: () =>
    elementCheck('email-address', (value) =>
      isString(value) && value.length <= 254 && isEmail(value) ? undefined : 'must be an e-mail address',
    ),
  schema: ({ maxItems }) => ({
    type: 'array',
    items: { type: 'string', format: 'email', maxLength: 254 },
    maxItems,
    uniqueItems: true,
  }),
});

/** Addresses the browser may be sent back to; each obeys the syntax that the matcher relies on. */
export const RedirectUris = kind<string[], ListLimits>('redirect-uris', {
  control: 'uri-list',
  checks: listChecks,
  element: () => elementCheck('redirect-uri', redirectUriFault),
  schema: ({ maxItems }) => ({
    type: 'array',
    items: { type: 'string', format: 'uri', maxLength: 2048 },
    maxItems,
    uniqueItems: true,
  }),
});

/** Web origins, RFC 6454 §6.2: scheme, host and port. */
export const Origins = kind<string[], ListLimits>('origins', {
  control: 'uri-list',
  checks: listChecks,
  element: () => elementCheck('origin', originFault),
  schema: ({ maxItems }) => ({
    type: 'array',
    items: { type: 'string', maxLength: 255 },
    maxItems,
    uniqueItems: true,
  }),
});

const uriSchema = (): JsonSchema => ({ type: 'string', format: 'uri', maxLength: 2048 });

/** An absolute http or https URL that people follow. */
export const WebUrl = kind<string>('web-url', {
  control: 'uri',
  checks: () => [Check('webUrl', webUrlFault)],
  schema: uriSchema,
});

/** An absolute https URL. */
export const HttpsUrl = kind<string>('https-url', {
  control: 'uri',
  checks: () => [Check('httpsUrl', httpsUrlFault)],
  schema: uriSchema,
});

/** An http(s) URL of a picture, or the picture itself as a data: URL of at most 64 KiB. */
export const Logo = kind<string>('logo', {
  control: 'uri',
  checks: () => [Check('logo', logoFault)],
  schema: () => ({ type: 'string', format: 'uri', maxLength: 65_536 }),
});

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

/** Public keys by value, RFC 7517 §5. */
export const JwkSet = kind<PublicJwkSet>('jwk-set', {
  control: 'json',
  checks: () => [Check('jwkSet', jwkSetFault)],
  schema: () => ({
    type: 'object',
    required: ['keys'],
    properties: {
      keys: {
        type: 'array',
        maxItems: 20,
        items: {
          type: 'object',
          required: ['kty'],
          properties: { kty: { type: 'string' } },
          additionalProperties: true,
        },
      },
    },
  }),
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
  checks: () => [
    IsString({ message: 'must be the id of a record' }),
    HasLength(1, 255),
    Check('oneLine', (value) =>
      isString(value) && !oneLine.test(value) ? 'must not have control characters' : undefined,
    ),
  ],
  schema: () => ({ type: 'string', minLength: 1, maxLength: 255 }),
});
