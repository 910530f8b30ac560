import { LogController } from 'fastify';
import { refuseBrokenRequest } from './problems/broken-request.js';

/** How much of a request is read at all; what is larger is refused unread. Octets where nothing else is said. */
export const limits = {
  issuerBody: 64 * 1024,
  adminBody: 1024 * 1024,
  url: 8 * 1024,
  headers: 16 * 1024,
  /** Parameters of a form or query. */
  parameters: 100,
  /** Milliseconds. */
  headerTimeout: 10_000,
  requestTimeout: 30_000,
} as const;

/** Fastify's options for both listeners. */
export const serverLimits = {
  http: {
    maxHeaderSize: limits.headers,
    headersTimeout: limits.headerTimeout,
    // Node looks for overdue requests this often; its default of 30 s would make the limits above three times as long.
    connectionsCheckingInterval: 1_000,
  },
  requestTimeout: limits.requestTimeout,
  keepAliveTimeout: 65_000,
  clientErrorHandler: refuseBrokenRequest,
  // Each listener writes the one line per request that it wants.
  logController: new LogController({ disableRequestLogging: true }),
  // A client_id has up to 255 characters, each up to three in percent-encoding.
  routerOptions: { maxParamLength: 800 },
  // A request that arrives while the server shuts down is still answered; its connection is then closed.
  return503OnClosing: false,
  forceCloseConnections: 'idle',
} as const;
