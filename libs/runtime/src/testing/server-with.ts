/** What tests of the runtime need: a server on memory, a browser, and a client. Not part of what the library offers. */
import { createHash, randomUUID } from 'node:crypto';
import { type Client, type ClientOrigin } from '@clientele/client-schema';
import { AuthorizationServer, type Options } from '../authorization-server.js';
import { type PeerCertificate, type ProtocolRequest, type ProtocolResponse } from '../http.js';
import { leadsTo } from '@clientele/client-schema/outbound-trust';
import { FetchFailed, Fetcher, type Incoming, type Limits, type Outgoing } from '../ports/fetcher.js';
import {
  MemoryAccountStore,
  MemoryArtifactStore,
  MemoryAuditSink,
  MemoryChangeFeed,
  MemoryClientDocumentStore,
  MemoryClientStore,
  MemoryDeliveryStore,
  MemoryGrantStore,
  MemoryKeyStore,
  MemoryReceiptStore,
  MemorySettingsStore,
  TestClock,
} from '../ports/memory/index.js';
import { type SecretVerifier } from '../ports/client-store.js';
import { type Receipt } from '../ports/receipt-store.js';
import { digestOf } from '../secrets.js';

export const issuer = 'https://as.example';
export const redirectUri = 'https://app.example.com/callback';
export const secret = 'J4pTz0cQvYtX1s8mWbRkLhN2dGfEaUo3iVx5yZq7PwA';
export const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const challenge = createHash('sha256').update(verifier).digest('base64url');

export type World = Awaited<ReturnType<typeof serverWith>>;

export type TokenAnswer = Record<string, unknown> & { access_token: string; refresh_token: string; id_token: string };
type Form = Record<string, string>;

/** A client of the registry; its secret is `secret` unless it is public. */
export function aRegisteredClient(
  document: Partial<Client> = {},
  secrets: readonly SecretVerifier[] = [aSecret(secret)],
) {
  const client_id = document.client_id ?? 'app';
  return {
    id: randomUUID(),
    client_id,
    revision: 1,
    origin: 'api' as ClientOrigin,
    document: {
      client_name: 'App',
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      redirect_uris: [redirectUri],
      ...document,
    } as Client,
    secrets,
  };
}

export function aSecret(value: string, over: Partial<SecretVerifier> = {}): SecretVerifier {
  return {
    id: randomUUID(),
    field: 'client_secret',
    scheme: 'sha256',
    digest: digestOf(value),
    expires_at: null,
    retired: false,
    hint: value.slice(-4),
    ...over,
  };
}

/** Answers what a test puts there; everything else is unreachable. */
export class CannedFetcher extends Fetcher {
  readonly documents = new Map<string, unknown>();
  readonly asked: string[] = [];

  /** With what limits documents were asked for. */
  readonly limits: (Limits | undefined)[] = [];

  async getJson(url: string, limits?: Limits): Promise<unknown> {
    this.asked.push(url);
    this.limits.push(limits);
    checkHost(url, limits);
    if (!this.documents.has(url)) throw new FetchFailed('the host could not be reached');
    return this.documents.get(url);
  }

  /** Answers requests to hosts that a test plays. */
  readonly hosts = new Map<string, (url: URL, request: Outgoing) => Promise<Incoming> | Incoming>();

  async send(url: string, request: Outgoing): Promise<Incoming> {
    checkHost(url, request);
    const host = this.hosts.get(new URL(url).host);
    if (!host) throw new FetchFailed('the host could not be reached');
    return host(new URL(url), request);
  }
}

function checkHost(url: string, limits?: Limits): void {
  if (limits?.hosts && !leadsTo(limits.hosts, new URL(url))) throw new FetchFailed('it is not a trusted host');
}

const generator = new MemoryKeyStore();
/** Real keys, made once, because a test of hundreds of requests would wait for nothing else. */
const standardKeys = Promise.all([generator.generate('ES256'), generator.generate('RS256')]);

/** A running server with one client, the account alice, and the moves that tests make. */
export function serverWith(...records: readonly ReturnType<typeof aRegisteredClient>[]) {
  return serverReachedBy({}, ...records);
}

/** The same, reached as these options say. */
export async function serverReachedBy(
  options: Partial<Pick<Options, 'mutualTls' | 'decoyKey' | 'testResourcePath'>>,
  ...records: readonly ReturnType<typeof aRegisteredClient>[]
) {
  const clock = new TestClock();
  const ports = {
    clients: new MemoryClientStore(),
    clientDocuments: new MemoryClientDocumentStore(),
    settings: new MemorySettingsStore(),
    artifacts: new MemoryArtifactStore(clock),
    grants: new MemoryGrantStore(),
    deliveries: new MemoryDeliveryStore(),
    accounts: new MemoryAccountStore(),
    keys: new MemoryKeyStore(await standardKeys),
    fetcher: new CannedFetcher(),
    receipts: new MemoryReceiptStore(),
    audit: new MemoryAuditSink(),
    changes: new MemoryChangeFeed(),
    clock,
  };
  const problems: unknown[] = [];
  const server = new AuthorizationServer(ports, {
    issuer,
    adminUrl: 'https://admin.example',
    decoyKey: Buffer.alloc(32),
    nonceKey: Buffer.alloc(32, 'nonces'),
    report: (_, cause) => problems.push(cause),
    ...options,
  });
  const alice = {
    sub: 'a11ce',
    username: 'alice',
    enabled: true,
    sign_in_epoch: 1,
    claims: { name: 'Alice', email: 'alice@example.com', email_verified: true },
    roles: [],
  };
  ports.accounts.add(alice, 'correct horse');
  const clients = records.length > 0 ? records : [aRegisteredClient()];
  for (const record of clients) ports.clients.put(record);
  const client = clients[0]!;
  const basic = `Basic ${Buffer.from(`${encodeURIComponent(client.client_id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
  const publicClient = client.document.token_endpoint_auth_method === 'none';

  async function send(
    method: string,
    address: string,
    over: { headers?: ProtocolRequest['headers']; body?: string; peer?: string; certificate?: PeerCertificate } = {},
  ): Promise<ProtocolResponse> {
    const url = new URL(address, issuer);
    return server.handle({
      method,
      path: url.pathname,
      query: url.search.slice(1),
      headers: over.headers ?? {},
      body: over.body ?? '',
      peer: { address: over.peer ?? '203.0.113.7', certificate: over.certificate },
    });
  }

  function post(
    path: string,
    form: Form | string,
    headers: Form = {},
    certificate?: PeerCertificate,
  ): Promise<ProtocolResponse> {
    const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
    const allHeaders = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
    return send('POST', path, { body, headers: allHeaders, ...(certificate && { certificate }) });
  }

  /** A form as the client sends it: with its secret in the header, or its id in the form. */
  function asClient(path: string, form: Form): Promise<ProtocolResponse> {
    return publicClient
      ? post(path, { client_id: client.client_id, ...form })
      : post(path, form, { authorization: basic });
  }

  const browser = aBrowser(send, post);

  function authorizationUrl(over: Form = {}): string {
    const request: Form = {
      client_id: client.client_id,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid',
      state: 'st4te',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...over,
    };
    for (const [name, value] of Object.entries(request)) if (value === '-') delete request[name];
    return `/authorize?${new URLSearchParams(request).toString()}`;
  }

  /** Signs alice in and gives the parameters that the client gets back. */
  async function authorize(over: Form = {}): Promise<URLSearchParams> {
    const response = await browser.through(authorizationUrl(over));
    return new URL(response.headers['location'] as string).searchParams;
  }

  async function token(form: Form): Promise<TokenAnswer> {
    return JSON.parse((await asClient('/token', form)).body) as TokenAnswer;
  }

  async function exchange(code: string, over: Form = {}): Promise<TokenAnswer> {
    const form: Form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...over,
    };
    for (const [name, value] of Object.entries(form)) if (value === '-') delete form[name];
    return token(form);
  }

  return {
    ...ports,
    server,
    client,
    alice,
    problems,
    send,
    post,
    asClient,
    basic,
    browser,
    authorizationUrl,
    formToken,
    authorize,
    token,
    exchange,
    refresh: (refresh_token: string, over: Form = {}) => token({ grant_type: 'refresh_token', refresh_token, ...over }),
    tokens: async (over: Form = {}) => exchange((await authorize(over)).get('code')!),
    introspect: async (value: string) =>
      JSON.parse((await asClient('/introspect', { token: value })).body) as Record<string, unknown>,
    /** The receipt of a refused request. */
    async receiptOf(response: ProtocolResponse): Promise<Receipt> {
      await server.receiptsWritten();
      const receipt = ports.receipts.find(String(response.headers['x-receipt']));
      if (!receipt) throw new Error(`no receipt: ${response.status} ${response.body}`);
      return receipt;
    },
    /** Changes the client as the registry would. */
    change(document: Partial<Client>, secrets: readonly SecretVerifier[] = client.secrets) {
      const record = {
        ...client,
        revision: client.revision + 1,
        document: { ...client.document, ...document },
        secrets,
      };
      ports.clients.put(record);
      ports.changes.emit({ kind: 'client', client_id: client.client_id });
    },
  };
}

type Send = (method: string, address: string, over?: { headers?: Form; body?: string }) => Promise<ProtocolResponse>;
type Post = (path: string, form: Form, headers?: Form) => Promise<ProtocolResponse>;

/** The form token of a page; empty where it has none. */
export function formToken(page: ProtocolResponse): string {
  return /name="form_token" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
}

/** A browser without JavaScript: keeps cookies, follows redirects within the issuer, fills in forms. */
export function aBrowser(send: Send, post: Post) {
  const cookies = new Map<string, string>();
  const cookieHeader = () => ({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') });

  function keep(response: ProtocolResponse): ProtocolResponse {
    for (const line of [response.headers['set-cookie'] ?? []].flat()) {
      const [pair] = line.split(';');
      cookies.set(pair!.slice(0, pair!.indexOf('=')), pair!.slice(pair!.indexOf('=') + 1));
    }
    return response;
  }

  const open = async (address: string) => keep(await send('GET', address, { headers: cookieHeader() }));

  /** Opens an address and follows the server's own redirects; gives the page and where it is. */
  async function visit(address: string): Promise<{ response: ProtocolResponse; at: string }> {
    let at = address;
    let response = await open(at);
    while (String(response.headers['location'] ?? '').startsWith('/')) {
      at = String(response.headers['location']);
      response = await open(at);
    }
    return { response, at };
  }

  async function submit(at: string, page: ProtocolResponse, form: Form): Promise<ProtocolResponse> {
    return keep(await post(at, { form_token: formToken(page), ...form }, cookieHeader()));
  }

  const signIn = { action: 'sign-in', username: 'alice', password: 'correct horse' };

  /** Goes all the way: signs alice in and allows whatever is asked. */
  async function through(address: string, answer: 'allow' | 'deny' = 'allow'): Promise<ProtocolResponse> {
    let { response, at } = await visit(address);
    while (response.status === 200) {
      response = await submit(at, response, response.body.includes('id="password"') ? signIn : { action: answer });
      if (String(response.headers['location'] ?? '').startsWith('/'))
        ({ response, at } = await visit(String(response.headers['location'])));
    }
    return response;
  }

  return { cookies, keep, cookieHeader, open, visit, submit, through, signIn };
}
