import { type EffectiveClient, type KeyParameters } from '@clientele/client-schema';
import { answerWithError } from './authorization/answer.js';
import { OpenIdProviders } from './authenticators/openid-providers.js';
import { Authorities } from './certificates/authorities.js';
import { ClientDocuments } from './client-documents.js';
import { Decoys } from './client-authentication/decoys.js';
import { SecretChecker } from './client-authentication/secret-checker.js';
import { type Addresses, type Context, type Services } from './context.js';
import { answerPreflight, corsHeaders } from './cors.js';
import { DpopNonces } from './dpop/nonces.js';
import { hasProof, withNonce } from './dpop/proof.js';
import { resourceChallenge } from './endpoints/bearer.js';
import { endpoints } from './endpoints/index.js';
import { testResource } from './endpoints/test-resource.js';
import { type Endpoint } from './endpoints/endpoint.js';
import { Busy, OAuthError, TooManyRequests } from './errors.js';
import { type Explanation, type ImaginedRequest, explain } from './explain.js';
import { type ProtocolRequest, type ProtocolResponse, json, seeOther } from './http.js';
import { BackChannel } from './logout/back-channel.js';
import { KeyRing } from './key-ring.js';
import { trustOf } from './outbound.js';
import { errorPage } from './pages/error.js';
import { languageFor } from './pages/messages.js';
import { type Ports } from './ports/index.js';
import { ReceiptWriter } from './receipts.js';
import { RegistryCache } from './registry-cache.js';
import { RemoteKeys } from './remote-keys.js';
import { sectorDocumentFault } from './sector-document.js';
import { serverFacts } from './server-facts.js';
import { type KeyMadeElsewhere, SigningServices } from './signers/signing-services.js';
import { findSession } from './sessions.js';
import { Steps } from './steps.js';
import { Subjects } from './subjects.js';
import { Throttle } from './throttle.js';
import { type AccessTokenClaims, AccessTokens } from './tokens/access-token.js';

export interface Options extends Addresses {
  /** 32 secret octets, the same for all processes: they decide how much work it takes to refuse a client that is not there. */
  readonly decoyKey: Uint8Array;
  /** Makes the nonces of DPoP proofs: 32 octets that every instance of the server has, and nobody else. */
  readonly nonceKey: Uint8Array;
  /** Where a protected resource for test suites stands; absent: nowhere. */
  readonly testResourcePath?: string | undefined;
  /** Where problems go that no caller may see: the log of the host. */
  readonly report: (problem: string, cause: unknown) => void;
}

const exact = new Map(endpoints.filter(({ prefix }) => !prefix).map((endpoint) => [endpoint.path, endpoint]));
const prefixed = endpoints.filter(({ prefix }) => prefix);

/** The issuer: plain requests in, plain responses out. Everything it needs from the world comes through ports. */
export class AuthorizationServer {
  readonly #services: Services;
  readonly #receipts: ReceiptWriter;
  readonly #signingServices: SigningServices;
  readonly #testResource: Endpoint | undefined;
  readonly #unsubscribe: () => void;

  constructor(
    private readonly ports: Ports,
    private readonly options: Options,
  ) {
    const { testResourcePath } = options;
    this.#testResource = testResourcePath === undefined ? undefined : testResource(testResourcePath);
    const documents = new ClientDocuments(ports, () => serverFacts(this.#services));
    const registry = new RegistryCache(ports, options.issuer, documents);
    this.#signingServices = new SigningServices(() => this.#services);
    const keyRing = new KeyRing(ports.keys, ports.clock, (key, where) => this.#signingServices.signerOf(key, where));
    const subjects = new Subjects(ports.settings);
    const accessTokens = new AccessTokens(options.issuer, registry, keyRing, subjects, ports);
    this.#receipts = new ReceiptWriter(ports, options.report);
    this.#services = {
      ...ports,
      addresses: { issuer: options.issuer, adminUrl: options.adminUrl, mutualTls: options.mutualTls },
      registry,
      keyRing,
      accessTokens,
      authorities: new Authorities(options.mutualTls?.authorities ?? []),
      remoteKeys: new RemoteKeys(ports.fetcher, ports.clock),
      openIdProviders: new OpenIdProviders(ports.fetcher, keyRing, ports.clock, options.issuer),
      secretChecker: new SecretChecker(ports.clock),
      decoys: new Decoys(options.decoyKey),
      dpopNonces: new DpopNonces(options.nonceKey, ports.clock),
      subjects,
      backChannel: new BackChannel(() => this.#services, options.report),
      throttle: new Throttle(ports.artifacts, ports.clock, { seconds: 60 }),
    };
    this.#unsubscribe = ports.changes.subscribe((change) => {
      registry.forget(change);
      keyRing.forget(change);
      accessTokens.forget(change);
    });
  }

  /** Answers a request to the issuer. Never rejects: what cannot be answered is a 503, and is reported. */
  async handle(request: ProtocolRequest): Promise<ProtocolResponse> {
    const endpoint = this.#endpointAt(request.path);
    if (!endpoint) return json(404, { error: 'not_found', error_description: 'there is nothing at this address' });
    // The services stand behind each request as its prototype: copying them would cost more than finding one.
    const context: Context = Object.assign(Object.create(this.#services) as Services, { request, steps: new Steps() });
    const response = await this.#answer(endpoint, context);
    const { cors } = endpoint;
    const isForScripts = cors === 'any' || (cors === 'client' && request.headers['origin'] !== undefined);
    if (!isForScripts && !hasProof(context)) return response;
    try {
      const answer = hasProof(context) ? await withNonce(context, response) : response;
      return isForScripts ? await corsHeaders(endpoint, context, answer) : answer;
    } catch (cause) {
      // The answer stands, for something may have been spent on it; only scripts of other origins cannot read it, and
      // whoever needs a nonce asks again.
      this.options.report(`the answer to ${context.steps.client_id} lacks headers`, cause);
      return response;
    }
  }

  #endpointAt(path: string): Endpoint | undefined {
    const own = exact.get(path) ?? prefixed.find((endpoint) => path.startsWith(endpoint.path));
    return own ?? (path === this.#testResource?.path ? this.#testResource : undefined);
  }

  async #answer(endpoint: Endpoint, context: Context): Promise<ProtocolResponse> {
    const { method } = context.request;
    try {
      if (method === 'OPTIONS') return await answerPreflight(endpoint, context);
      if (!endpoint.methods.includes(method)) return methodNotAllowed(endpoint);
      return await endpoint.handle(context);
    } catch (error) {
      return this.#refuse(endpoint, context, error);
    }
  }

  /**
   * What an access token of this server is worth to whoever shows nothing else; undefined: nothing. For resource servers
   * in this process, which see no certificates and no proofs of their clients.
   */
  async verifyAccessToken(token: string): Promise<AccessTokenClaims | undefined> {
    const claims = await this.#services.accessTokens.verify(token);
    if (!claims || claims.cnf) return undefined;
    return claims.account === undefined ? claims : { ...claims, sub: claims.account };
  }

  /** What would become of a request, and why; undefined: no client has this client_id. Nothing comes of it. */
  explain(imagined: ImaginedRequest): Promise<Explanation | undefined> {
    return explain(imagined, this.#services, this.ports);
  }

  /**
   * Has the service of a signature adapter make a key. Storing what it answers is up to the caller.
   * @param name what the key is to be called; default: its RFC 7638 thumbprint
   * @throws SignatureUnavailable
   */
  makeKeyElsewhere(adapter_id: string, parameters: KeyParameters, name?: string): Promise<KeyMadeElsewhere> {
    return this.#signingServices.make(adapter_id, parameters, name);
  }

  /** Resolves when everything is stored that was promised. */
  async close(): Promise<void> {
    this.#unsubscribe();
    await Promise.all([this.#receipts.flush(), this.#services.backChannel.settled()]);
  }

  /** What is wrong with the document of a client's sector; undefined: it lists the client's redirect URIs, or there is none. */
  async sectorDocumentFault(client: EffectiveClient): Promise<string | undefined> {
    const { sector_identifier_uri: uri, redirect_uris } = client;
    if (uri === undefined) return undefined;
    const { settings } = await this.#services.registry.server();
    const trust = trustOf(client, settings, this.options.issuer);
    return sectorDocumentFault(uri, redirect_uris, trust, this.ports.fetcher);
  }

  /** Sends the logout tokens that are due, also those that another process has left; resolves when each was tried once. */
  deliverLogoutTokens(): Promise<void> {
    return this.#services.backChannel.deliver();
  }

  /** Resolves when no logout token is being sent. */
  logoutTokensSent(): Promise<void> {
    return this.#services.backChannel.settled();
  }

  /** Resolves when the receipts of all answered requests can be read. */
  receiptsWritten(): Promise<void> {
    return this.#receipts.flush();
  }

  async #refuse(endpoint: Endpoint, context: Context, error: unknown): Promise<ProtocolResponse> {
    if (error instanceof OAuthError) return await this.#refusal(endpoint, context, error);
    if (error instanceof TooManyRequests) {
      return plainFailure(
        endpoint,
        context,
        429,
        'temporarily_unavailable',
        'too many requests from here; wait a moment',
        {
          'retry-after': String(error.retryAfter),
        },
      );
    }
    // A check that cannot be made is never passed over. What was wrong only the log knows.
    this.options.report(`${context.request.method} ${endpoint.path} could not be answered`, error);
    if (!(error instanceof Busy)) context.audit.record({ type: 'request_refused', endpoint: endpoint.path });
    return plainFailure(
      endpoint,
      context,
      503,
      'temporarily_unavailable',
      'the server cannot answer right now; try again',
      {
        'retry-after': '1',
      },
    );
  }

  async #refusal(endpoint: Endpoint, context: Context, error: OAuthError): Promise<ProtocolResponse> {
    const { steps, audit, addresses } = context;
    const receipt = this.#receipts.issue(endpoint.path, steps, error);
    audit.record({
      type: 'request_refused',
      endpoint: endpoint.path,
      detail: { error: error.code, rule: error.rule.id },
      ...(steps.client_id !== null && { client_id: steps.client_id }),
    });
    const told = { receipt, uri: receipt && `${addresses.adminUrl}/console/requests/${receipt}` };
    if (steps.refuseTo) {
      try {
        const answer = await answerWithError(steps.refuseTo, error, told, context);
        return steps.isOfStranger ? await pageForStranger(context, error, receipt, answer) : answer;
      } catch (cause) {
        // What must be signed and cannot be does not go in clear: the user sees it, and the client hears nothing.
        if (!(cause instanceof OAuthError)) throw cause;
      }
    }
    if (answersOf(endpoint, context) === 'page') return pageRefusal(context, error, receipt);
    return jsonRefusal(endpoint, error, told, context);
  }
}

function jsonRefusal(
  endpoint: Endpoint,
  error: OAuthError,
  { receipt, uri }: { receipt: string | undefined; uri: string | undefined },
  context: Context,
): ProtocolResponse {
  const { code, description } = error;
  const status = statusAt(endpoint, error);
  const body = { error: code, error_description: description, ...(uri !== undefined && { error_uri: uri }) };
  return json(status, body, {
    ...(receipt !== undefined && { 'x-receipt': receipt }),
    ...challenge(endpoint, error, context),
    ...(status === 503 && { 'retry-after': '1' }),
  });
}

/** The errors of RFC 6750 §3.1 and RFC 9449 §7.1: what is wrong with the document of a registration is not among them. */
const challenged: ReadonlySet<string> = new Set([
  'invalid_request',
  'invalid_token',
  'insufficient_scope',
  'invalid_dpop_proof',
  'use_dpop_nonce',
]);

/** RFC 6750 §3 for resources; RFC 6749 §5.2 for clients that failed to authenticate. */
function challenge(endpoint: Endpoint, error: OAuthError, context: Context): Record<string, string> {
  if (endpoint.answers === 'challenge' && challenged.has(error.code)) {
    return { 'www-authenticate': resourceChallenge(error, context) };
  }
  return error.status === 401 ? { 'www-authenticate': `Basic realm="${context.addresses.issuer}"` } : {};
}

/** RFC 9449 §7.1: a resource refuses a proof as it refuses a token. */
function statusAt({ answers }: Endpoint, { code, status }: OAuthError): number {
  const isOfProof = code === 'invalid_dpop_proof' || code === 'use_dpop_nonce';
  return isOfProof && answers === 'challenge' ? 401 : status;
}

/**
 * What somebody is shown whom a client that nobody has vetted would have sent on with a refusal: this server is not to
 * lend its name to where it leads, so that only users who are signed in are told, and choose.
 */
async function pageForStranger(
  context: Context,
  error: OAuthError,
  receipt: string | undefined,
  answer: ProtocolResponse,
): Promise<ProtocolResponse> {
  const isSignedIn = (await findSession(context)) !== undefined;
  const { location } = answer.headers;
  return pageRefusal(context, error, receipt, isSignedIn && typeof location === 'string' ? location : undefined);
}

function pageRefusal(
  { steps }: Context,
  error: OAuthError,
  receipt: string | undefined,
  returnTo?: string,
): ProtocolResponse {
  const headers: Record<string, string> = receipt === undefined ? {} : { 'x-receipt': receipt };
  if (steps.startOver !== undefined) return seeOther(steps.startOver, headers);
  return errorPage({
    // RFC 6749 §4.1.2.1 leaves the status open; a refusal that is shown is the request's fault.
    status: 400,
    error: error.code,
    description: error.description,
    receipt,
    returnTo,
    language: languageFor(steps.ui_locales),
    headers,
  });
}

function plainFailure(
  endpoint: Endpoint,
  context: Context,
  status: number,
  error: string,
  description: string,
  headers: Record<string, string>,
): ProtocolResponse {
  if (answersOf(endpoint, context) !== 'page') return json(status, { error, error_description: description }, headers);
  return errorPage({ status, error, description, language: languageFor(context.steps.ui_locales), headers });
}

/** How a failure is told: as the endpoint says, unless the request is one of those that it answers otherwise. */
function answersOf(endpoint: Endpoint, { steps }: Context): Endpoint['answers'] {
  return steps.answers ?? endpoint.answers;
}

function methodNotAllowed({ methods }: Endpoint): ProtocolResponse {
  const allow = [...methods, 'OPTIONS'].join(', ');
  return json(405, { error: 'invalid_request', error_description: `use ${methods.join(' or ')}` }, { allow });
}
