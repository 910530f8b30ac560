import createFetchClient, { type Client, type Middleware } from 'openapi-fetch';
import { type components, type paths } from './schema.js';

export type { paths } from './schema.js';

/** What the API takes and answers, under the names of `openapi.yaml`. */
export type Schemas = components['schemas'];

/** The admin API as typed functions, one per path and method of `openapi.yaml`; `transfer.ts` has what comes in lines. */
export type Clientele = Client<paths, 'application/json'>;

export interface ClienteleOptions {
  /** The admin listener, such as `http://localhost:4001`; empty in a page that it serves itself. */
  baseUrl: string;
  /**
   * The bearer token of the next request. Asked for every time, so that it may be renewed in between. Absent: only what
   * needs no token can be called.
   */
  token?: () => string | Promise<string>;
  fetch?: (request: Request) => Promise<Response>;
}

/** One fault of a request: where in the document, which rule, and what must hold. */
export type ProblemError = Schemas['Issue'];

/** The body of an answer that refuses, RFC 9457. */
export type ProblemBody = Schemas['Problem'];

/** The admin API refused a request. `body` is its answer; one without a problem document is described by its status. */
export class Problem extends Error {
  readonly status: number;
  readonly errors: readonly ProblemError[];

  constructor(readonly body: ProblemBody) {
    super(body.detail ?? body.title);
    this.name = 'Problem';
    this.status = body.status;
    this.errors = body.errors ?? [];
  }
}

/**
 * A client of the admin API. Its calls reject with a `Problem` where the API refuses, so an answer that arrives is one
 * that succeeded.
 */
export function createClientele({ baseUrl, token, fetch }: ClienteleOptions): Clientele {
  const client = createFetchClient<paths, 'application/json'>({ baseUrl, ...(fetch && { fetch }) });
  const authorize: Middleware = {
    async onRequest({ request }) {
      if (token) request.headers.set('Authorization', `Bearer ${await token()}`);
      return request;
    },
    async onResponse({ response }) {
      if (response.ok || response.status === 304) return undefined;
      throw new Problem(await problemBody(response));
    },
  };
  client.use(authorize);
  return client;
}

async function problemBody(response: Response): Promise<ProblemBody> {
  const fallback = {
    type: 'about:blank',
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
  };
  if (!response.headers.get('content-type')?.includes('json')) return fallback;
  const body: unknown = await response.json();
  return typeof body === 'object' && body !== null ? { ...fallback, ...body } : fallback;
}
