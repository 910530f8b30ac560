/** A JSON object of the admin API. */
export type Json = Record<string, unknown>;

/** An answer of the admin API, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** The admin API as one caller sees it. Refusals are answers like any other; `creates` and `reads` insist on success. */
export class AdminApi {
  constructor(
    readonly url: string,
    private readonly token: () => Promise<string>,
  ) {}

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.token()}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? (JSON.parse(text) as Json) : {},
    };
  }

  /** @returns the body of an answer that succeeded */
  async does(method: string, path: string, body?: unknown): Promise<Json> {
    const answer = await this.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** A stored client, with its secret where it has one. */
  async creates(document: Json): Promise<Client> {
    return (await this.does('POST', '/clients', { client_name: 'Application', ...document })) as unknown as Client;
  }

  changes(client_id: string, patch: Json): Promise<Json> {
    return this.does('PATCH', `/clients/${client_id}`, patch);
  }
}

export interface Client extends Json {
  readonly client_id: string;
  readonly client_secret: string;
}
