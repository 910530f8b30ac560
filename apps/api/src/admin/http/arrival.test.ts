import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type FastifyInstance, fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arriving, limitArrival } from './arrival.js';

/** Milliseconds. */
const limit = 400;

describe('the arrival of requests', () => {
  let server: FastifyInstance;

  beforeAll(async () => {
    server = fastify();
    limitArrival(server, limit);
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    server.addContentTypeParser('text/lines', (_request, body, done) => done(null, body));
    server.post('/', (request) => ({ read: String(request.body) }));
    server.post('/lines', (incoming, reply) =>
      reply.send(Readable.from(arriving(incoming, incoming.body as Readable))),
    );
    await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => server.close());

  const post = (path: string, type: string): ClientRequest => {
    const { port } = server.server.address() as AddressInfo;
    return request({ port, path, method: 'POST', headers: { 'content-type': type, 'transfer-encoding': 'chunked' } });
  };

  it('is refused with 408 when it takes too long', async () => {
    const outgoing = post('/', 'text/plain');
    outgoing.write('slow');
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(408);
    outgoing.destroy();
  });

  it('may take long when it is read as it goes on, and ends when nothing comes any more', async () => {
    const outgoing = post('/lines', 'text/lines');
    outgoing.write('x');
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    let read = 0;
    answer.on('data', (chunk: Buffer) => (read += chunk.length));
    for (let sent = 1; sent < 10; sent++) {
      await pause(limit / 4);
      outgoing.write('x');
    }
    await pause(limit / 4);
    expect(read).toBe(10);
    outgoing.on('error', () => undefined);
    const [error] = (await once(answer, 'error')) as [Error];
    expect(error.message).toBe('aborted');
  });
});
