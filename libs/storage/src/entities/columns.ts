import { Column, type ColumnOptions } from 'typeorm';

/** An instant, in milliseconds since 1970: it sorts and compares alike on every database. */
export function Milliseconds(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'bigint', ...options });
}

/** An instant of the protocol, in seconds since 1970. */
export function EpochSeconds(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'bigint', ...options });
}

/**
 * JSON, as text on every database: no query looks inside, so a binary form would cost time, lose the order of members
 * and refuse the character U+0000.
 */
export function Json(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'simple-json', ...options });
}

export function Text(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'text', ...options });
}

/** The value of a JSON column, which the types of the mapper would take apart as if it were an entity. */
export function asJson(value: unknown): never {
  return value as never;
}
