import { type FastifyInstance } from 'fastify';
import { type Config } from '../../configuration/config.js';

/** Makes the description of the API. */
export type Describe = () => Promise<Record<string, unknown>>;

/**
 * Serves the description of the API. It is made when somebody first asks: the libraries that make it are a quarter of
 * the memory of a server that nobody asks.
 */
export function serveOpenApi(instance: FastifyInstance, { adminUrl }: Config, describe: Describe): void {
  let document: Promise<string> | undefined;
  instance.get('/openapi.json', async (_request, reply) => {
    document ??= describe().then(
      (description) => JSON.stringify({ ...description, servers: [{ url: adminUrl }] }),
      (error: unknown) => {
        document = undefined;
        throw error;
      },
    );
    return reply
      .type('application/json')
      .header('cache-control', 'no-cache')
      .send(await document);
  });
}
