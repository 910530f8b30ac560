import { Readable } from 'node:stream';
import { type FastifyRequest } from 'fastify';
import { inJson } from './json.js';
import { Streamed } from './streamed.js';

/** One JSON value per line. */
export const ndjson = 'application/x-ndjson';

/** An answer of many values, one per line, each group made when the one before has been taken off our hands. */
export class Lines extends Streamed {
  override readonly mediaType = ndjson;

  constructor(readonly groups: AsyncIterable<readonly unknown[]>) {
    super();
  }

  override toStream(): Readable {
    return Readable.from(encoded(this.groups), { objectMode: false });
  }
}

async function* encoded(groups: AsyncIterable<readonly unknown[]>): AsyncGenerator<string> {
  for await (const group of groups) yield group.map((value) => `${inJson(value)}\n`).join('');
}

/** A line of a body; without octets: it is longer than is read. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly octets: Buffer | undefined;
}

/** A body that is read while it arrives: the lines that are there, in groups. Empty lines count and are left out. */
export class IncomingLines {
  constructor(
    private readonly body: AsyncIterable<Uint8Array>,
    /** Octets of the longest line that is read. */
    private readonly limit: number,
    /** Lines of the largest group. */
    private readonly most: number,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Line[]> {
    let group: Line[] = [];
    let number = 1;
    let held: Uint8Array[] = [];
    let length = 0;
    const taken = (): Line | undefined => {
      const octets = length > this.limit ? undefined : Buffer.concat(held);
      const line = { number: number++, octets };
      held = [];
      length = 0;
      return octets && isBlank(octets) ? undefined : line;
    };
    for await (const chunk of this.body) {
      let start = 0;
      for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, start)) {
        add(chunk.subarray(start, end), this.limit);
        const line = taken();
        start = end + 1;
        if (!line || group.push(line) < this.most) continue;
        yield group;
        group = [];
      }
      add(chunk.subarray(start), this.limit);
      if (group.length > 0) yield group;
      group = [];
    }
    const last = length > 0 ? taken() : undefined;
    if (last) yield [last];

    function add(part: Uint8Array, limit: number): void {
      length += part.length;
      // What is too long is counted, not kept.
      if (length > limit) held = [];
      else if (part.length > 0) held.push(part);
    }
  }
}

function isBlank(octets: Buffer): boolean {
  return octets.every((octet) => octet === 0x20 || octet === 0x0d || octet === 0x09);
}

/** Whether the body of a request is left to be read while it arrives. */
export function bringsLines({ body }: Pick<FastifyRequest, 'body'>): boolean {
  return body instanceof Readable;
}
