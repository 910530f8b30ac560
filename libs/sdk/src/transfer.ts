import { type Clientele, type Schemas, type paths } from './index.js';

const ndjson = 'application/x-ndjson';

/** As many lines, and as many characters, as one request of an import brings; a single line may be longer. */
const batch = { lines: 200, characters: 500_000 };

/** What narrows an export: the parameters of a list, save for those of its pages. */
export type ExportQuery = Omit<NonNullable<paths['/clients']['get']['parameters']['query']>, 'limit' | 'after'>;

export interface ImportOptions {
  /** `create`: a `client_id` that is taken is a fault of its line; `upsert`: its client is replaced. */
  readonly mode: 'create' | 'upsert';
  /** Each line is tried by itself, and nothing is stored. */
  readonly dryRun?: boolean;
  /** Headers of every request, such as `Change-Reason`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Every client of a query, one by one while they arrive. Nothing but the one at hand is kept.
 * @throws Problem when the API refuses, TypeError when it does not answer or breaks off
 */
export async function* exportClients(clientele: Clientele, query: ExportQuery = {}): AsyncGenerator<Schemas['Client']> {
  const { data } = await clientele.GET('/clients', {
    params: { query },
    headers: { Accept: ndjson },
    parseAs: 'stream',
  });
  yield* valuesOf<Schemas['Client']>(data);
}

/**
 * Creates or replaces a client for each line, and tells what has become of each in the order of the lines. The lines
 * are sent some at a time, each lot when the outcomes of the one before have been taken, so that an import of any length
 * needs little memory, and so that whoever stops taking outcomes stops the import.
 * @throws Problem when the API refuses the import as a whole; what it has against a line is the outcome of that line
 */
export async function* importClients(
  clientele: Clientele,
  lines: AsyncIterable<string> | Iterable<string>,
  { mode, dryRun = false, headers = {} }: ImportOptions,
): AsyncGenerator<Schemas['ImportOutcome']> {
  let before = 0;
  for await (const lot of lotsOf(lines)) {
    const { data } = await clientele.POST('/clients', {
      params: { query: { mode, ...(dryRun && { dry_run: true }) } },
      headers: { ...headers, 'Content-Type': ndjson },
      body: lot.join('\n'),
      bodySerializer: String,
      parseAs: 'stream',
    });
    for await (const outcome of valuesOf<Schemas['ImportOutcome']>(data)) {
      yield { ...outcome, line: outcome.line + before };
    }
    before += lot.length;
  }
}

/** The lines of a text, without their ends, while it arrives; such as `linesOf(file.stream())`. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const parts = (rest + decoder.decode(read.value, { stream: true })).split('\n');
      rest = parts.pop()!;
      yield* parts;
    }
    rest += decoder.decode();
    if (rest !== '') yield rest;
  } finally {
    await reader.cancel();
  }
}

async function* valuesOf<T>(stream: ReadableStream<Uint8Array> | null | undefined): AsyncGenerator<T> {
  if (!stream) return;
  for await (const line of linesOf(stream)) if (line.trim() !== '') yield JSON.parse(line) as T;
}

async function* lotsOf(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string[]> {
  let lot: string[] = [];
  let characters = 0;
  for await (const line of lines) {
    if (lot.length === batch.lines || (lot.length > 0 && characters + line.length > batch.characters)) {
      yield lot;
      lot = [];
      characters = 0;
    }
    lot.push(line);
    characters += line.length;
  }
  if (lot.length > 0) yield lot;
}
