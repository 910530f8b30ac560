import { type IncomingMessage } from 'node:http';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { limits } from '../../limits.js';
import { refuseBrokenRequest } from '../../problems/broken-request.js';

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/**
 * Closes the connection of a request that takes too long to arrive. Node has a limit of its own, but the same one for
 * every request.
 * @param timeout milliseconds
 */
export function limitArrival(instance: FastifyInstance, timeout: number = limits.requestTimeout): void {
  instance.addHook('onRequest', (request, reply, done) => {
    const { raw } = request;
    // RFC 9112 §6.3: without either there is no body, and the request has arrived.
    if (raw.headers['content-length'] === undefined && raw.headers['transfer-encoding'] === undefined) return done();
    const timer = setTimeout(() => {
      if (raw.complete || raw.readableEnded) return;
      if (reply.raw.headersSent) raw.destroy();
      else refuseBrokenRequest(Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), raw.socket);
    }, timeout).unref();
    timers.set(raw, timer);
    raw.once('close', () => clearTimeout(timer));
    done();
  });
}

/**
 * The body of a request, as it arrives: for as long as it goes on. It is too late when for a while nothing comes, or
 * nobody takes what is answered meanwhile.
 */
export async function* arriving({ raw }: FastifyRequest, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    timers.get(raw)?.refresh();
    yield chunk;
  }
}
