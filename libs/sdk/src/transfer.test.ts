import { describe, expect, it } from 'vitest';
import { Problem, createClientele } from './index.js';
import { exportClients, importClients, linesOf } from './transfer.js';

/** An API that answers by this, and the requests that it got. */
function apiThat(answers: (request: Request, body: string) => Response) {
  const requests: { url: string; headers: Headers; body: string }[] = [];
  const clientele = createClientele({
    baseUrl: 'https://admin.example.com',
    token: () => 'a token',
    fetch: async (request) => {
      const body = await request.text();
      requests.push({ url: request.url, headers: request.headers, body });
      return answers(request, body);
    },
  });
  return { clientele, requests };
}

/** An answer that arrives in pieces of this many octets. */
function inPieces(text: string, size: number): Response {
  const octets = new TextEncoder().encode(text);
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= octets.length) return controller.close();
      controller.enqueue(octets.slice(at, (at += size)));
    },
  });
  return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } });
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const value of values) taken.push(value);
  return taken;
}

/** Says of each line that its client was created. */
function creatingEach(_request: Request, body: string): Response {
  const outcomes = body
    .split('\n')
    .flatMap((line, index) =>
      line === ''
        ? []
        : [{ line: index + 1, status: 201, client_id: (JSON.parse(line) as { client_id: string }).client_id }],
    );
  return inPieces(outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join(''), 7);
}

describe('an export', () => {
  it('gives each client, wherever the answer is cut', async () => {
    const clients = [
      { client_id: 'ä', client_name: 'Überweisung €' },
      { client_id: 'b', client_name: 'B' },
    ];
    const { clientele, requests } = apiThat(() => inPieces(clients.map((one) => JSON.stringify(one)).join('\n'), 3));
    expect(await all(exportClients(clientele, { q: 'label:shop' }))).toEqual(clients);
    expect(requests).toHaveLength(1);
    expect(requests[0]!.url).toBe('https://admin.example.com/clients?q=label%3Ashop');
    expect(requests[0]!.headers.get('accept')).toBe('application/x-ndjson');
    expect(requests[0]!.headers.get('authorization')).toBe('Bearer a token');
  });

  it('is refused with the problem of the API', async () => {
    const problem = { type: 'about:blank', title: 'The scope is missing', status: 403 };
    const { clientele } = apiThat(() => Response.json(problem, { status: 403 }));
    await expect(exportClients(clientele).next()).rejects.toThrow(Problem);
  });
});

describe('an import', () => {
  it('sends many lines in several requests, and numbers them through', async () => {
    const lines = Array.from({ length: 450 }, (_, index) => JSON.stringify({ client_id: `c-${index}` }));
    const { clientele, requests } = apiThat(creatingEach);
    const outcomes = await all(importClients(clientele, lines, { mode: 'upsert', dryRun: true }));
    expect(outcomes.map(({ line, client_id }) => [line, client_id])).toEqual(
      lines.map((_, index) => [index + 1, `c-${index}`]),
    );
    expect(requests.map(({ url, body }) => [url, body.split('\n').length])).toEqual(
      [200, 200, 50].map((length) => ['https://admin.example.com/clients?mode=upsert&dry_run=true', length]),
    );
    expect(requests[0]!.headers.get('content-type')).toBe('application/x-ndjson');
  });

  it('counts empty lines', async () => {
    const { clientele } = apiThat(creatingEach);
    const lines = ['', '{"client_id":"a"}', '', '', '{"client_id":"b"}'];
    const outcomes = await all(importClients(clientele, lines, { mode: 'create' }));
    expect(outcomes.map(({ line }) => line)).toEqual([2, 5]);
  });

  it('stops when nobody takes its outcomes any more', async () => {
    const lines = Array.from({ length: 1000 }, (_, index) => JSON.stringify({ client_id: `c-${index}` }));
    const { clientele, requests } = apiThat(creatingEach);
    for await (const { line } of importClients(clientele, lines, { mode: 'create' })) if (line === 10) break;
    expect(requests).toHaveLength(1);
  });
});

describe('the lines of a text', () => {
  it('are the same however it is cut, with or without an end of the last one', async () => {
    for (const text of ['a\nbç\n\nd', 'a\nbç\n\nd\n']) {
      for (const size of [1, 2, 100]) {
        expect(await all(linesOf(inPieces(text, size).body!))).toEqual(['a', 'bç', '', 'd']);
      }
    }
  });
});
