import { describe, expect, it } from 'vitest';
import { IncomingLines, Lines } from './ndjson.js';

async function read(chunks: string[], limit = 100): Promise<[number, string | undefined][]> {
  async function* body() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const found: [number, string | undefined][] = [];
  for await (const group of new IncomingLines(body(), limit, 10))
    found.push(...group.map(({ number, octets }) => [number, octets?.toString()] as [number, string | undefined]));
  return found;
}

describe('lines', () => {
  it('end where a newline is, however the body is cut', async () => {
    const expected = [
      [1, '{"a":1}'],
      [2, '{"b":2}'],
    ];
    expect(await read(['{"a":1}\n{"b":2}\n'])).toEqual(expected);
    expect(await read('{"a":1}\n{"b":2}'.split(''))).toEqual(expected);
  });

  it('count when they are empty, and are left out', async () => {
    expect(await read(['\n\r\n \t\nx\n\n'])).toEqual([[4, 'x']]);
    expect(await read([])).toEqual([]);
  });

  it('are not kept when they are too long', async () => {
    expect(await read(['x'.repeat(60), 'x'.repeat(60), '\nshort\n'])).toEqual([
      [1, undefined],
      [2, 'short'],
    ]);
    expect(await read(['x'.repeat(101)])).toEqual([[1, undefined]]);
    expect(await read(['x'.repeat(100)])).toEqual([[1, 'x'.repeat(100)]]);
  });

  it('are read in the groups in which they come, up to some', async () => {
    async function* body() {
      for (const chunk of ['1\n2\n3', '\n', '4\n5\n6\n7\n', '8']) yield Buffer.from(chunk);
    }
    const groups: string[] = [];
    for await (const group of new IncomingLines(body(), 100, 3))
      groups.push(group.map(({ octets }) => octets!.toString()).join(' '));
    expect(groups).toEqual(['1 2', '3', '4 5 6', '7', '8']);
  });

  it('are made no faster than they are taken', async () => {
    let made = 0;
    async function* values() {
      for (;;) yield [{ number: ++made, padding: 'x'.repeat(1000) }];
    }
    const stream = new Lines(values()).toStream();
    for (let taken = 0; taken < 10; taken++) {
      stream.read();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(made).toBeLessThan(200);
    stream.destroy();
  });
});
