import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Duplicate } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { Problem } from '../../problems/problem.js';
import { type Precondition, stale } from './preconditions.js';

/** Writers of one resource that can all be served when they come at once. */
const attempts = 64;

/**
 * Reads, holds the precondition against what was read, and writes; until the write meets the state that was read.
 * A request that names the revision it expects hears of a newer one instead.
 *
 * @param read resolves to undefined where there is nothing yet
 * @param write resolves to undefined when somebody else wrote in between
 * @param since tells somebody who expected an older revision what has changed since
 */
export async function untilWritten<S extends { readonly revision: number } | undefined, T>(
  precondition: Precondition,
  read: () => Promise<S>,
  write: (present: S) => Promise<T | undefined>,
  since?: (present: NonNullable<S>, expected: number) => Promise<Readonly<Record<string, unknown>>>,
): Promise<T> {
  for (let count = 0; count < attempts; count++) {
    const present = await read();
    if (!precondition.holds(present?.revision)) {
      const { expected } = precondition;
      throw stale(present?.revision, present && expected !== undefined ? await since?.(present, expected) : {});
    }
    const written = await write(present);
    if (written !== undefined) return written;
    if (!precondition.isConditional && count > 2) await pause(randomInt(20));
  }
  throw new Problem(problems.unavailable, { headers: { 'retry-after': '1' }, cause: new Error('too many writers') });
}

/** Undefined when somebody else has created it in between. */
export async function unlessCreated<T>(create: () => Promise<T>): Promise<T | undefined> {
  try {
    return await create();
  } catch (error) {
    if (error instanceof Duplicate) return undefined;
    throw error;
  }
}

/** @throws Problem 409 when somebody has the name already */
export async function unlessTaken<T>(create: () => Promise<T>, pointer: string, detail: string): Promise<T> {
  try {
    return await create();
  } catch (error) {
    if (error instanceof Duplicate) throw taken(pointer, detail, error);
    throw error;
  }
}

export function taken(pointer: string, detail: string, cause?: unknown): Problem {
  return new Problem(problems.alreadyExists, {
    detail,
    errors: [{ pointer, rule: 'unique', detail: 'is taken' }],
    cause,
  });
}
