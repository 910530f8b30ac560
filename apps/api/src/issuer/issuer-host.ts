import { type ProtocolRequest, type ProtocolResponse } from '@clientele/runtime';
import { endpoints } from '@clientele/runtime/endpoints/index';
import { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { type Config } from '../configuration/config.js';
import { limits, serverLimits } from '../limits.js';
import { type Metrics } from '../metrics.js';

/** What answers the issuer's requests. */
export interface ProtocolHandler {
  handle(request: ProtocolRequest): Promise<ProtocolResponse>;
}

/**
 * The issuer listener: hands each request over undecoded and writes the answer. An instance of its own, because every
 * hook that the admin application brings would be paid for by each token request.
 */
export function createIssuerHost(
  handler: ProtocolHandler,
  config: Pick<Config, 'issuer' | 'trustedProxies'>,
  { logger, metrics }: { logger: FastifyBaseLogger; metrics: Metrics },
): FastifyInstance {
  const host = fastify({
    ...serverLimits,
    loggerInstance: logger,
    bodyLimit: limits.issuerBody,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    // A logger of its own for each request would cost more than everything else here; a fault names its request.
    childLoggerFactory: (parent) => parent,
    // Whatever the path looks like, one route takes it; only the runtime reads paths.
    frameworkErrors: (error, request, reply) =>
      void refuse(request, reply, error.statusCode ?? 400, 'malformed address'),
  });
  const refuse = (request: FastifyRequest, reply: FastifyReply, status: number, description: string): FastifyReply => {
    metrics.answered('issuer', endpointOf(request.raw.url!), status, 0);
    return writeError(reply, status, description);
  };
  const strictTransport = config.issuer.startsWith('https:');

  host.removeAllContentTypeParsers();
  // The media type is for the endpoint to judge; here a body is text and nothing more.
  host.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  host.setErrorHandler((error: { statusCode?: number; code?: string }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) logger.error({ err: error, path: request.raw.url?.split('?')[0] }, 'request failed');
    return refuse(
      request,
      reply,
      status,
      status === 413 ? 'the request body is too large' : 'the request cannot be read',
    );
  });

  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const since = performance.now();
    const { url } = request.raw;
    if (url!.length > limits.url) return refuse(request, reply, 414, 'the address is too long');
    const mark = url!.indexOf('?');
    const query = mark < 0 ? '' : url!.slice(mark + 1);
    const body = typeof request.body === 'string' ? request.body : '';
    if (countParameters(query) > limits.parameters || countParameters(body) > limits.parameters) {
      return refuse(request, reply, 400, `more than ${limits.parameters} parameters`);
    }
    const response = await handler.handle({
      method: request.method,
      path: mark < 0 ? url! : url!.slice(0, mark),
      query,
      headers: request.headers,
      body,
      peer: { address: request.ip },
    });
    metrics.answered('issuer', endpointOf(url!), response.status, (performance.now() - since) / 1000);
    if (strictTransport) reply.header('strict-transport-security', 'max-age=31536000');
    return reply.code(response.status).headers(response.headers).send(response.body);
  };
  host.all('*', answer);
  // Methods that the router does not know end here; the runtime answers them with 405 like any other.
  host.setNotFoundHandler(answer);

  return host;
}

function writeError(reply: FastifyReply, status: number, description: string): FastifyReply {
  const error = status >= 500 ? 'server_error' : 'invalid_request';
  return reply
    .code(status)
    .headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
    .send(JSON.stringify(status >= 500 ? { error } : { error, error_description: description }));
}

function countParameters(encoded: string): number {
  let count = 1;
  for (let at = encoded.indexOf('&'); at >= 0; at = encoded.indexOf('&', at + 1)) count++;
  return count;
}

/** The first step of the paths that the issuer serves: the names under which requests are counted. */
const names = new Set(endpoints.map(({ path }) => path.split('/')[1]!));

function endpointOf(url: string): string {
  const name = /^\/([^/?]*)/.exec(url)?.[1] ?? '';
  return names.has(name) ? name : 'other';
}
