import { type Socket } from 'node:net';
import { LogController } from 'fastify';
import { refuseBrokenRequest } from './problems/broken-request.js';

/** How much of a request is read at all; what is larger is refused unread. Octets where nothing else is said. */
export const limits = {
  issuerBody: 64 * 1024,
  adminBody: 1024 * 1024,
  /** Lines of an import that are written together: other writers wait for them. */
  linesAtOnce: 32,
  url: 8 * 1024,
  headers: 16 * 1024,
  /** Parameters of a form or query. */
  parameters: 100,
  /** Milliseconds. */
  headerTimeout: 10_000,
  requestTimeout: 30_000,
} as const;

const http = {
  maxHeaderSize: limits.headers,
  headersTimeout: limits.headerTimeout,
  // Node looks for overdue requests this often; its default of 30 s would make the limits above three times as long.
  connectionsCheckingInterval: 1_000,
} as const;

const keepAliveTimeout = 65_000;

/** Node's options for the issuer listener. */
export const issuerLimits = { ...http, requestTimeout: limits.requestTimeout, keepAliveTimeout } as const;

/** Fastify's options for the admin listener. */
export const adminLimits = {
  http,
  // See http/arrival.ts: imports take as long as they go on.
  requestTimeout: 0,
  keepAliveTimeout,
  clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) => refuseBrokenRequest(error, socket),
  // The listener writes the one line per request that it wants.
  logController: new LogController({ disableRequestLogging: true }),
  // A client_id has up to 255 characters, each up to three in percent-encoding.
  routerOptions: { maxParamLength: 800 },
  // A request that arrives while the server shuts down is still answered; its connection is then closed.
  return503OnClosing: false,
  forceCloseConnections: 'idle',
} as const;

/**
 * Whether a request names more than one host: a proxy may have gone by another than we would, so RFC 9112 §3.2 wants it
 * refused.
 * @param rawHeaders names and values in turn, as they came
 */
export function hasSeveralHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  return hosts > 1;
}
