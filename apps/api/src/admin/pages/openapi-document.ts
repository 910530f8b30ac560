import { type FastifyInstance } from 'fastify';
import { type Config } from '../../configuration/config.js';

/**
 * Serves the description of the API. It is made when somebody first asks: the libraries that make it would double the
 * memory of a server that nobody asks.
 */
export function serveOpenApi(instance: FastifyInstance, config: Config): void {
  let document: Promise<string> | undefined;
  instance.get('/openapi.json', async (_request, reply) => {
    document ??= describe(config).catch((error: unknown) => {
      document = undefined;
      throw error;
    });
    return reply
      .type('application/json')
      .header('cache-control', 'no-cache')
      .send(await document);
  });
}

async function describe({ adminUrl }: Config): Promise<string> {
  const { openApiDocument } = await import('../../openapi.js');
  return JSON.stringify({ ...(await openApiDocument()), servers: [{ url: adminUrl }] });
}
