import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { problems } from '../../problems/problem-types.js';
import { Problem } from '../../problems/problem.js';
import { type Precondition } from './preconditions.js';

/** Writers of one resource that can all be served when they come at once. */
const attempts = 64;

/**
 * Reads, changes and writes until the write meets the state that was read.
 * A request that names the revision it expects is tried once: a newer one is what it wants to hear about.
 *
 * @param attempt resolves to undefined when somebody else wrote in between
 */
export async function untilWritten<T>(precondition: Precondition, attempt: () => Promise<T | undefined>): Promise<T> {
  for (let count = 0; count < attempts; count++) {
    const written = await attempt();
    if (written !== undefined) return written;
    // The next attempt reads the newer revision, which the precondition refuses in words.
    if (!precondition.isConditional && count > 2) await pause(randomInt(20));
  }
  throw new Problem(problems.unavailable, { headers: { 'retry-after': '1' }, cause: new Error('too many writers') });
}
