/** What `work` resolves to for each of `count` callers that start in the same turn. */
export function inParallel<T>(count: number, work: (caller: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, caller) => work(caller)));
}
