import { Injectable } from '@nestjs/common';
import { type Author } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { asProblem } from '../../problems/problem.filter.js';
import { Problem, badParameter } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Document, objectFrom } from '../http/body.js';
import { type IncomingLines, type Line } from '../http/ndjson.js';
import { unconditional } from '../http/preconditions.js';
import { type RawQuery, flag, onlyParameters, single } from '../http/query.js';
import { type Stored } from '../http/stored.js';
import { Registry } from '../registry.js';
import { members } from './client-view.js';
import { ClientWritesService, type Written } from './client-writes.service.js';

const modes = ['create', 'upsert'] as const;

export interface ImportOptions {
  /** `create`: a client_id that is taken is a fault of its line; `upsert`: its client is replaced. */
  readonly mode: (typeof modes)[number];
  /** Check everything, and store nothing. */
  readonly dryRun: boolean;
  readonly caller: CallerIdentity;
  readonly author: Author;
}

/** What has become of one line: as if it had been a request of its own. */
export type Outcome = { readonly line: number; readonly status: number; readonly client_id?: unknown } & Partial<
  Pick<Written, 'revision' | '_warnings'>
> &
  Document;

/** Reads the parameters of an import. @throws Problem 400 */
export function importOptions(query: RawQuery, caller: CallerIdentity, author: Author): ImportOptions {
  onlyParameters(query, ['mode', 'dry_run']);
  const asked = single(query, 'mode') ?? 'create';
  const mode = modes.find((one) => one === asked);
  if (!mode) throw badParameter('mode', `must be one of ${modes.join(', ')}`);
  return { mode, dryRun: flag(query, 'dry_run'), caller, author };
}

/** Creates or replaces a client for each line, in the order of the lines. A line at fault leaves the others alone. */
@Injectable()
export class ClientImports {
  constructor(
    private readonly registry: Registry,
    private readonly clients: ClientWritesService,
  ) {}

  /** Reads lines when the outcomes of those before have been taken. What was read together is written together. */
  async *run(lines: IncomingLines, options: ImportOptions): AsyncGenerator<Outcome[]> {
    for await (const group of lines) {
      for (const entries of oneOfEach(group.map(read))) yield* this.#outcomes(entries, options);
    }
  }

  /** A failure of ours is no line's: the answer breaks off after the lines before, and the log has it. */
  async *#outcomes(entries: readonly Entry[], options: ImportOptions): AsyncGenerator<Outcome[]> {
    const settled = await this.registry.unitOfWork.together(
      entries.map((entry) => () => this.#outcome(entry, options)),
    );
    const failed = settled.findIndex(({ status }) => status === 'rejected');
    const told = settled.slice(0, failed < 0 ? settled.length : failed);
    yield told.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failure = settled[failed];
    if (failure?.status === 'rejected') throw failure.reason;
  }

  async #outcome({ line, document, fault }: Entry, options: ImportOptions): Promise<Outcome> {
    try {
      if (fault) throw fault;
      const stored = await this.#write(withoutServerOwned(document), options);
      const { client_id, revision, _warnings } = stored.document;
      return { line, status: stored.created ? 201 : 200, client_id, revision, ...(_warnings && { _warnings }) };
    } catch (error) {
      const problem = asProblem(error);
      if (problem.kind === problems.internal) throw error;
      const { client_id } = document;
      return { line, ...(client_id !== undefined && { client_id }), ...problem.toJSON(), status: problem.status };
    }
  }

  #write(document: Document, { mode, dryRun, caller, author }: ImportOptions): Promise<Stored<Written>> {
    const { client_id } = document;
    const write = (): Promise<Stored<Written>> =>
      mode === 'upsert' && typeof client_id === 'string'
        ? this.clients.replace(client_id, document, unconditional, caller, 'given')
        : this.clients.create(document, caller, 'given');
    return this.registry.authorship.inTheNameOf({ ...author, origin: 'import' }, () =>
      dryRun ? this.registry.unitOfWork.rehearse(write) : write(),
    );
  }
}

/** What a line brings. */
interface Entry {
  readonly line: number;
  /** Empty where it cannot be read. */
  readonly document: Document;
  /** Why it cannot be read. */
  readonly fault?: Problem;
}

function read({ number: line, octets }: Line): Entry {
  try {
    if (!octets) throw new Problem(problems.tooLarge, { detail: 'The line is too long.' });
    return { line, document: objectFrom(octets) };
  } catch (error) {
    return { line, document: {}, fault: asProblem(error) };
  }
}

/** Entries in their order, in groups that name no client twice: what is said of one client is done in its order. */
function* oneOfEach(entries: readonly Entry[]): Generator<Entry[]> {
  let group: Entry[] = [];
  let named = new Set<unknown>();
  for (const entry of entries) {
    const { client_id } = entry.document;
    if (client_id !== undefined && named.has(client_id)) {
      yield group;
      group = [];
      named = new Set();
    }
    group.push(entry);
    named.add(client_id);
  }
  if (group.length > 0) yield group;
}

/** A line may be one of an export: what only the server writes tells of another server, or of another time. */
function withoutServerOwned(document: Document): Document {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !members.serverOwned.has(name)));
}
