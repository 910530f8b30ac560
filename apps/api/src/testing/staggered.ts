import { setTimeout as pause } from 'node:timers/promises';

/** Sends two requests at once, the second a little later in each round, so that they meet in every order. */
export function staggered<A, B>(round: number, first: () => Promise<A>, second: () => Promise<B>): Promise<[A, B]> {
  return Promise.all([first(), pause(round / 2).then(second)]);
}
