import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';
import { type ProtocolRequest, type ProtocolResponse } from '@clientele/runtime';
import { endpoints } from '@clientele/runtime/endpoints/index';
import proxyAddress from '@fastify/proxy-addr';
import { type Logger } from 'pino';
import { type Config } from '../configuration/config.js';
import { type TlsCredentials } from '../configuration/tls.js';
import { hasSeveralHosts, limits } from '../limits.js';
import { type Metrics } from '../metrics.js';
import { refuseBrokenRequest } from '../problems/broken-request.js';
import { BodyTooLarge, readBody } from './body.js';
import { BadCertificateHeader, certificateReader } from './client-certificate.js';
import { type Listener, listenersOf } from './listeners.js';

/** What answers the issuer's requests. */
export interface ProtocolHandler {
  handle(request: ProtocolRequest): Promise<ProtocolResponse>;
}

/**
 * The issuer listener: hands each request over undecoded and writes the answer. It stands on Node's own HTTP server,
 * since only the runtime reads paths, media types and bodies: what a framework adds would be paid for by each token.
 */
export class IssuerHost {
  readonly #listeners: readonly Listener[];
  readonly #addressOf: (request: IncomingMessage) => string;
  readonly #certificateOf: ReturnType<typeof certificateReader>;
  readonly #strictTransport: boolean;
  #tls: TlsCredentials | undefined;
  #closing = false;

  constructor(
    private readonly handler: ProtocolHandler,
    config: HostConfig,
    private readonly services: { readonly logger: Logger; readonly metrics: Metrics },
  ) {
    const isProxy = proxyAddress.compile([...config.trustedProxies]);
    this.#addressOf =
      config.trustedProxies.length === 0 ? addressOfSocket : (request) => proxyAddress(request, isProxy);
    this.#certificateOf = certificateReader(config.clientCertificates?.header, (address) => isProxy(address, 0));
    this.#strictTransport = config.issuer.startsWith('https:');
    this.#tls = config.tls;
    this.#listeners = listenersOf(config, (request, response) => {
      this.#answer(request, response).catch((error: unknown) => this.#fail(request, response, error));
    });
    for (const { server } of this.#listeners) {
      server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) =>
        refuseBrokenRequest(error, socket, ({ status, title }) => {
          services.metrics.answered('issuer', 'other', status, 0);
          return { type: 'application/json', body: { error: 'invalid_request', error_description: title } };
        }),
      );
    }
  }

  /** @throws where a port is taken or may not be opened */
  async listen(port: number, host: string): Promise<void> {
    await Promise.all(
      this.#listeners.map(async ({ server, port: own = port }) => {
        await once(server.listen(own, host), 'listening');
        this.services.logger.info({ host, port: own }, 'issuer listener is open');
      }),
    );
  }

  /** Takes the certificate of the server anew, where it is another. */
  renew(tls: TlsCredentials): void {
    if (tls.cert === this.#tls?.cert && tls.key === this.#tls.key) return;
    for (const listener of this.#listeners) listener.renew?.(tls);
    this.#tls = tls;
    this.services.logger.info('the certificate of the issuer listener was renewed');
  }

  /** Takes no new connection; resolves when what is under way is answered. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all(
      this.#listeners.map(async ({ server }) => {
        if (!server.listening) return;
        const closed = once(server, 'close');
        // Ends idle connections too; one that is busy is told to close with its answer.
        server.close();
        await closed;
      }),
    );
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const since = performance.now();
    const url = originForm(request.url!);
    if (hasSeveralHosts(request.rawHeaders)) return this.#refuse(request, response, 400, 'more than one Host header');
    if (url.length > limits.url) return this.#refuse(request, response, 414, 'the address is too long');
    const mark = url.indexOf('?');
    const query = mark < 0 ? '' : url.slice(mark + 1);
    const body = await readBody(request, limits.issuerBody);
    if (countParameters(query) > limits.parameters || countParameters(body) > limits.parameters) {
      return this.#refuse(request, response, 400, `more than ${limits.parameters} parameters`);
    }
    const answer = await this.handler.handle({
      method: request.method!,
      path: mark < 0 ? url : url.slice(0, mark),
      query,
      headers: request.headers,
      body,
      peer: { address: this.#addressOf(request), certificate: this.#certificateOf(request) },
    });
    this.services.metrics.answered('issuer', endpointOf(url), answer.status, (performance.now() - since) / 1000);
    this.#write(response, answer);
  }

  #write(response: ServerResponse, { status, headers, body }: ProtocolResponse): void {
    const lines: (string | string[])[] = [];
    for (const name in headers) lines.push(name, headers[name]!);
    // RFC 9110 §8.6: these have no content, and say nothing of its length.
    const octets = Buffer.byteLength(body);
    if (status !== 204 && status !== 304) lines.push('content-length', String(octets));
    if (this.#strictTransport) lines.push('strict-transport-security', 'max-age=31536000');
    if (this.#closing) response.shouldKeepAlive = false;
    response.writeHead(status, lines as string[]);
    // What has one octet per character need not be encoded.
    response.end(body, octets === body.length ? 'latin1' : 'utf8');
  }

  /** Refuses what the runtime shall not see. The connection ends, since the rest of the request was not read. */
  #refuse(request: IncomingMessage, response: ServerResponse, status: number, description: string): void {
    this.services.metrics.answered('issuer', endpointOf(request.url!), status, 0);
    response.shouldKeepAlive = false;
    const error = status >= 500 ? 'server_error' : 'invalid_request';
    this.#write(response, {
      status,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify(status >= 500 ? { error } : { error, error_description: description }),
    });
  }

  #fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (error instanceof BodyTooLarge) return this.#refuse(request, response, 413, 'the request body is too large');
    if (error instanceof BadCertificateHeader) {
      return this.#refuse(request, response, 400, 'the header of the client certificate cannot be read');
    }
    // Whoever went away while sending waits for no answer.
    if (request.destroyed && !request.complete) return;
    this.services.logger.error({ err: error, path: request.url?.split('?')[0] }, 'request failed');
    if (response.headersSent) response.destroy();
    else this.#refuse(request, response, 500, 'the request cannot be answered');
  }
}

type HostConfig = Pick<Config, 'issuer' | 'trustedProxies'> &
  Partial<Pick<Config, 'tls' | 'tlsPolicy' | 'clientCertificates'>>;

function addressOfSocket({ socket }: IncomingMessage): string {
  return socket.remoteAddress ?? '';
}

/** The path and query of a request target; that of a proxy's client names the server as well, RFC 9112 §3.2.2. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const afterScheme = /^https?:\/\//i.exec(target)?.[0].length;
  if (afterScheme === undefined) return target;
  const path = target.slice(afterScheme).search(/[/?]/);
  const rest = path < 0 ? '' : target.slice(afterScheme + path);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function countParameters(encoded: string): number {
  let count = 1;
  for (let at = encoded.indexOf('&'); at >= 0; at = encoded.indexOf('&', at + 1)) count++;
  return count;
}

/** The first step of the paths that the issuer serves: the names under which requests are counted. */
const names = new Set(endpoints.map(({ path }) => path.split('/')[1]!));

function endpointOf(url: string): string {
  let end = 1;
  while (end < url.length && url[end] !== '/' && url[end] !== '?') end++;
  const name = url.slice(1, end);
  return names.has(name) ? name : 'other';
}
