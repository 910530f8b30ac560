import { type FastifyInstance } from 'fastify';

/** The methods of each address, as they are registered: a request with another one is told which there are. */
export class Routes {
  readonly #methods = new Map<string, Set<string>>();

  /** Must be called before the first route is registered. */
  constructor(instance: FastifyInstance) {
    instance.addHook('onRoute', ({ url, method }) => {
      const methods = this.#methods.get(url) ?? new Set();
      this.#methods.set(url, methods);
      for (const name of [method].flat()) methods.add(name);
    });
  }

  /** The methods that an address has; none: there is nothing at this address. */
  methodsOf(path: string): string[] {
    const methods = [...this.#methods].flatMap(([pattern, names]) => (fits(pattern, path) ? [...names] : []));
    return [...new Set(methods)].toSorted();
  }
}

/** Whether a path is of the form of a route; a parameter stands for one segment that is not empty. */
function fits(pattern: string, path: string): boolean {
  const expected = pattern.split('/');
  const actual = path.split('/');
  return (
    expected.length === actual.length &&
    expected.every((segment, index) => (segment.startsWith(':') ? actual[index] !== '' : segment === actual[index]))
  );
}
