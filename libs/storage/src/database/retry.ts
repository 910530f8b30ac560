import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Repeats `attempt` while `again` says that its failure is passing, with growing, jittered pauses.
 * @param patience how long to go on, in milliseconds
 * @throws the last failure
 */
export async function retry<T>(
  attempt: () => T | Promise<T>,
  again: (error: unknown) => boolean,
  patience: number,
): Promise<T> {
  const end = Date.now() + patience;
  for (let pause = 2; ; pause = Math.min(2 * pause, 50)) {
    try {
      return await attempt();
    } catch (error) {
      if (!again(error) || Date.now() >= end) throw error;
    }
    await sleep(randomInt(pause, 3 * pause) / 2);
  }
}
