import { QueryFailedError } from 'typeorm';

export interface DriverError {
  readonly code: string;
  readonly message: string;
  /** The error itself. */
  readonly cause: unknown;
}

/** The error of the driver, out of whatever the mapper has wrapped it in. */
export function driverError(error: unknown): DriverError {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (!(cause instanceof Error)) return { code: '', message: String(cause), cause };
  const code: unknown = 'code' in cause ? cause.code : '';
  return { code: typeof code === 'string' ? code : '', message: cause.message, cause };
}
