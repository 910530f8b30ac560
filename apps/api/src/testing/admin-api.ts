import { type FastifyInstance } from 'fastify';

type Json = Record<string, unknown>;

/** An answer of the admin API, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** The JSON object of the body; empty where there is none. */
  readonly body: Json;
  /** The items of a page. */
  readonly items: readonly Json[];
  /** The values of an answer that has one per line. */
  readonly lines: readonly Json[];
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; with `type`. */
  readonly raw?: string;
  readonly type?: string;
}

/** Calls the admin API as one caller. */
export class AdminApi {
  constructor(
    private readonly http: FastifyInstance,
    private readonly authorization: string | undefined,
  ) {}

  async call(method: string, url: string, body?: unknown, options: CallOptions = {}): Promise<Answer> {
    const payload = options.raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const answer = await this.http.inject({
      method: method as 'GET',
      url,
      headers: {
        ...(this.authorization !== undefined && { authorization: this.authorization }),
        ...(payload !== undefined && { 'content-type': options.type ?? 'application/json' }),
        ...options.headers,
      },
      ...(payload !== undefined && { payload }),
    });
    const type = answer.headers['content-type'] ?? '';
    const lines = type.includes('ndjson') ? answer.body.split('\n').filter(Boolean) : [];
    const json = type.includes('json') && !type.includes('ndjson') && answer.body !== '';
    const read = json ? (JSON.parse(answer.body) as Json) : {};
    return {
      status: answer.statusCode,
      headers: answer.headers as Record<string, string | undefined>,
      text: answer.body,
      body: read,
      items: Array.isArray(read.items) ? (read.items as Json[]) : [],
      lines: lines.map((line) => JSON.parse(line) as Json),
    };
  }

  get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('GET', url, undefined, { headers });
  }

  /** A body of one value per line; what is text already stays as it is. */
  postLines(url: string, lines: readonly unknown[], headers: Record<string, string> = {}): Promise<Answer> {
    const raw = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
    return this.call('POST', url, undefined, { raw, type: 'application/x-ndjson', headers });
  }

  post(url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('POST', url, body, { headers });
  }

  put(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('PUT', url, body, { headers });
  }

  /** A merge patch. */
  patch(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('PATCH', url, body, { headers, type: 'application/merge-patch+json' });
  }

  /** A JSON Patch. */
  jsonPatch(url: string, operations: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('PATCH', url, operations, { headers, type: 'application/json-patch+json' });
  }

  delete(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('DELETE', url, undefined, { headers });
  }
}

let count = 0;

/** A machine client without fault, save for what the test says. */
export function aMachineClient(overrides: Json = {}): Json {
  count++;
  return {
    client_name: `Worker ${count}`,
    client_type: 'server_to_server',
    grant_types: ['client_credentials'],
    ...overrides,
  };
}

/** A web application without fault, save for what the test says. */
export function aWebClient(overrides: Json = {}): Json {
  count++;
  return {
    client_name: `Application ${count}`,
    grant_types: ['authorization_code'],
    redirect_uris: ['https://app.example.com/callback'],
    ...overrides,
  };
}

/** A native application without fault, save for what the test says. */
export function aNativeClient(overrides: Json = {}): Json {
  count++;
  return {
    client_name: `App ${count}`,
    client_type: 'native',
    application_type: 'native',
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'none',
    redirect_uris: ['http://127.0.0.1/sought'],
    ...overrides,
  };
}
