import { ValidateBy, ValidateIf } from 'class-validator';
import {
  type Control,
  type ElementCheck,
  type Field,
  type FieldOptions,
  type JsonSchema,
  type Reference,
  acceptsNull,
  declareField,
} from './field.js';

/** Decorates a property of type T; the compiler refuses it on a property of another type. */
export type FieldDecorator<T> = <K extends string>(group: { [P in K]?: T | null }, name: K) => void;

interface Kind<O> {
  control: Control;
  /** class-validator's own decorators, applied to the property. */
  checks(options: O & FieldOptions): PropertyDecorator[];
  /** For a list: the check of each element. */
  element?(options: O & FieldOptions): ElementCheck;
  /** For a value that names records of other resources. */
  refersTo?(options: O & FieldOptions): Reference | undefined;
  schema(options: O & FieldOptions): JsonSchema;
}

/**
 * Declares a kind of field: everything that is the same for every field of that kind.
 * The name of the kind is what OpenAPI calls `x-kind`.
 */
export function kind<T, O = object>(name: string, knows: Kind<O>) {
  return (options: O & FieldOptions): FieldDecorator<T> => {
    return (group, property) => {
      const elementFault = knows.element?.(options);
      const refersTo = knows.refersTo?.(options);
      const field: Field = {
        name: property,
        kind: name,
        control: knows.control,
        options,
        schema: knows.schema(options),
        ...(elementFault && { elementFault }),
        ...(refersTo && { refersTo }),
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

/** A check of our own as a class-validator decorator; `fault` says what is wrong, or nothing. */
export function Check(name: string, fault: (value: unknown) => string | undefined): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (value) => fault(value) === undefined,
      defaultMessage: (context) => fault(context?.value) ?? '',
    },
  });
}
