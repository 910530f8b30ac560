import { Readable } from 'node:stream';
import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { Streamed } from './streamed.js';

/** Server-sent events, HTML §9.2. */
export const eventStream = 'text/event-stream';

/** Something to be told, with a number that tells where somebody who was away goes on. */
interface Numbered {
  readonly seq: number;
  readonly type: string;
}

/** An answer that goes on: server-sent events, and a sign of life in between (undefined). */
export class EventStream extends Streamed {
  override readonly mediaType = eventStream;
  // Proxies that hold an answer back until it ends would never pass this one on. The connection ends with the answer: a
  // listener that closes would wait for it otherwise.
  override readonly headers = { 'x-accel-buffering': 'no', connection: 'close' };

  constructor(private readonly events: AsyncIterable<Numbered | undefined>) {
    super();
  }

  override toStream(): Readable {
    return Readable.from(encoded(this.events), { objectMode: false });
  }
}

async function* encoded(events: AsyncIterable<Numbered | undefined>): AsyncGenerator<string> {
  for await (const event of events) {
    yield event ? `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n` : ': still here\n\n';
  }
}

/** The number of the last event that the one who asks has seen; undefined: none that we could know. */
export const LastSeen = createParamDecorator((_: unknown, context: ExecutionContext): number | undefined => {
  const id = context.switchToHttp().getRequest<FastifyRequest>().headers['last-event-id'];
  return typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : undefined;
});
