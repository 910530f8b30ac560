import { Duplicate, StorageUnavailable } from '../failures.js';
import { driverError } from './driver-error.js';

/** Classes and codes of PostgreSQL, appendix A, that say "not now"; and those of the network. */
const sqlStates = /^(08...|53...|58...|57P0.|57014|25P0[34]|XX000)$/;
const network = /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
/** Failures of pg itself have no code. */
const sayings = [
  'timeout exceeded when trying to connect',
  'Query read timeout',
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client was closed and is not queryable',
  'Client has encountered a connection error and is not queryable',
  'Cannot use a pool after calling end on the pool',
];

/** A serialization failure or a deadlock: the same work may succeed when it is done again. */
export function isPassing(error: unknown): boolean {
  return /^(40001|40P01)$/.test(driverError(error).code);
}

/** The connection cannot be trusted any more. */
export function isLost(error: unknown): boolean {
  const { code, message } = driverError(error);
  return code === '' ? sayings.includes(message) : sqlStates.test(code) || network.test(code);
}

/**
 * The failure in the words of this library, or as the driver said it: without the values of the statement, which must
 * not reach a log. What is not the database's is returned as it is.
 */
export function postgresFailure(error: unknown): unknown {
  const { code, message, cause } = driverError(error);
  if (code === '23505') return new Duplicate(message, { cause });
  if (isLost(error) || isPassing(error)) return new StorageUnavailable(message, { cause });
  return cause;
}
