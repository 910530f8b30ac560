import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type Logger } from 'pino';
import { type Config } from '../configuration/config.js';
import { adminLimits, hasSeveralHosts, limits } from '../limits.js';
import { type Metrics } from '../metrics.js';
import { problems } from '../problems/problem-types.js';
import { Problem } from '../problems/problem.js';
import { type AdminDependencies, AdminModule } from './admin.module.js';
import { limitArrival } from './http/arrival.js';
import { ndjson } from './http/ndjson.js';
import { Routes } from './http/routes.js';
import { securityHeaders } from './pages/security-headers.js';
import { serveOpenApi } from './pages/openapi-document.js';
import { servePages } from './pages/static-pages.js';

/** The admin listener: initialised, not yet listening. */
export async function createAdminApplication(
  dependencies: AdminDependencies,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const { config, metrics } = dependencies;
  const adapter = new FastifyAdapter({
    ...adminLimits,
    loggerInstance: logger,
    // A logger for each request costs a tenth of a reading; what is written of a request names it instead.
    childLoggerFactory: () => logger,
    bodyLimit: limits.adminBody,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    genReqId: () => randomUUID(),
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      refuseAddress(error, request, reply, config),
  });
  const instance = adapter.getInstance<FastifyInstance>();
  const routes = new Routes(instance);
  const app = await NestFactory.create<NestFastifyApplication>(AdminModule.with(dependencies, routes), adapter, {
    bodyParser: false,
    logger: nestLog(logger),
    abortOnError: false,
  });
  // Bodies are read where they are needed, after the guard: see http/body.ts.
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  // Unlimited and not yet read: whoever wants lines takes them one by one.
  instance.addContentTypeParser(ndjson, (_request, body, done) => done(null, body));
  limitArrival(instance);
  guardEveryRequest(instance, config);
  observeEveryRequest(instance, metrics);
  await servePages(instance);
  serveOpenApi(instance, config, dependencies.describe);
  await app.init();
  return app;
}

/** An address that the router cannot read: it reaches no hook and no filter. */
function refuseAddress(error: FastifyError, { id }: FastifyRequest, reply: FastifyReply, config: Config): void {
  const kind = error.statusCode === problems.uriTooLong.status ? problems.uriTooLong : problems.malformedRequest;
  void reply
    .status(kind.status)
    .headers({ ...securityHeaders(config), 'x-request-id': id, 'cache-control': 'no-store' })
    .type('application/problem+json')
    .send(JSON.stringify(new Problem(kind)));
}

function guardEveryRequest(instance: FastifyInstance, config: Config): void {
  const headers = securityHeaders(config);
  instance.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers).header('x-request-id', request.id);
    if (hasSeveralHosts(request.raw.rawHeaders)) {
      void reply.header('connection', 'close');
      return done(new Problem(problems.malformedRequest));
    }
    if (request.url.length > limits.url) return done(new Problem(problems.uriTooLong));
    if (isForeign(request, config)) return done(new Problem(problems.foreignOrigin));
    done();
  });
}

/** Whether a page of another origin made a browser send this: the API is for its own console and for programs. */
function isForeign({ headers }: FastifyRequest, { adminUrl }: Config): boolean {
  const { origin, host } = headers;
  if (origin === undefined || origin === adminUrl) return false;
  return URL.parse(origin)?.host !== host;
}

function observeEveryRequest(instance: FastifyInstance, metrics: Metrics): void {
  instance.addHook('onResponse', (request, reply, done) => {
    // The pattern of the route, not the address: an address holds the ids of clients.
    const endpoint = request.routeOptions.url?.split('/')[1] || (request.routeOptions.url ? 'root' : 'other');
    metrics.answered('admin', endpoint, reply.statusCode, reply.elapsedTime / 1000);
    const isProbe = endpoint === 'healthz' || endpoint === 'readyz' || endpoint === 'metrics';
    request.log[isProbe ? 'debug' : 'info'](
      { reqId: request.id, req: request, res: reply, ms: Math.round(reply.elapsedTime) },
      'request answered',
    );
    done();
  });
}

/** Nest's own messages, in the log of the process. Its account of a normal start is of no use to operators. */
function nestLog(logger: Logger): LoggerService {
  return {
    log: (message: unknown) => logger.debug(String(message)),
    debug: (message: unknown) => logger.debug(String(message)),
    verbose: (message: unknown) => logger.trace(String(message)),
    warn: (message: unknown) => logger.warn(String(message)),
    error: (message: unknown) => logger.error({ err: message }, 'framework error'),
    fatal: (message: unknown) => logger.fatal({ err: message }, 'framework error'),
  };
}
