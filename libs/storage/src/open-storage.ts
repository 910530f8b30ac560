import { type Clock } from '@clientele/runtime/ports/index';
import { type Sealer } from '@clientele/runtime/sealer';
import { type Storage } from './storage.js';

export interface StorageOptions {
  /** `sqlite:<path>` or `postgres://…`. */
  databaseUrl: string;
  sealer: Sealer;
  /** Default: the system's. */
  clock?: Clock;
  /** How often other processes' changes are looked for, in milliseconds; default 400. */
  pollIntervalMs?: number;
  /** Told of failures that no caller sees. */
  log?: (message: string, fields: Record<string, unknown>) => void;
}

/**
 * Connects to the database; `migrate` comes next.
 * @throws StorageUnavailable
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  throw new TypeError(`cannot open ${options.databaseUrl}`);
}
