import { clientIsEnabled } from './client-authentication/index.js';
import { type Context, type Services } from './context.js';
import { authorize } from './endpoints/authorize.js';
import { readForm } from './endpoints/form.js';
import { checkRedirectless } from './endpoints/redirectless.js';
import { answerPush } from './endpoints/par.js';
import { answerTokenRequest } from './endpoints/token.js';
import { OAuthError, TooManyRequests } from './errors.js';
import { type ProtocolRequest, parseParameters } from './http.js';
import { KeyRing } from './key-ring.js';
import { FetchFailed, Fetcher, type Incoming, type Limits, type Outgoing } from './ports/fetcher.js';
import { type Ports } from './ports/index.js';
import { type Receipt, type Suggestion } from './ports/receipt-store.js';
import { SilentSigner, silent } from './ports/silent.js';
import { factsOf, tellable } from './receipts.js';
import { type FactSource, type ProtocolRule, Steps } from './steps.js';
import { type Limit, Throttle, sourceOf } from './throttle.js';
import { AccessTokens } from './tokens/access-token.js';

/** The thumbprint of a key that nobody has. */
const imaginedKey = '';

/** Fetches per window for explanations that one source asks for: more than a person reads. */
const mostFetches = 30;

/** A request that nobody has sent. */
export interface ImaginedRequest {
  readonly endpoint: '/authorize' | '/par' | '/token';
  readonly client_id: string;
  /** The other parameters, in application/x-www-form-urlencoded. */
  readonly parameters: string;
  /** Where it would come from. */
  readonly address: string;
}

/** One check of a request: what it was about, and whether it holds. */
export type ExplainedStep = Pick<Receipt, 'rule' | 'spec' | 'sent' | 'registered' | 'difference'> & {
  readonly holds: boolean;
  /** What is wrong; null where it holds. */
  readonly sentence: string | null;
};

/** What would become of a request, and why. */
export interface Explanation {
  readonly endpoint: ImaginedRequest['endpoint'];
  /** `asks_user`: pages follow, and the decision is the user's. */
  readonly decision: 'granted' | 'asks_user' | 'refused';
  /** The protocol error of a refusal. */
  readonly error: string | null;
  readonly error_description: string | null;
  /** Every check, in the order in which they are made; of a refusal the last one does not hold. */
  readonly steps: readonly ExplainedStep[];
  readonly suggestion: Suggestion | null;
}

/**
 * Decides a request as the endpoints do, by the same steps, and leaves nothing behind: no code, no token. No key
 * signs anything, here or elsewhere. A request object is fetched all the same, since nothing can be told without it; those
 * fetches alone are counted. At the token endpoint, and where requests are pushed, the client is taken for authenticated, by the method that it is
 * registered with, and for one that has proved to hold a key where it must.
 * @returns undefined: no client has this client_id
 */
export async function explain(
  imagined: ImaginedRequest,
  services: Services,
  ports: Ports,
): Promise<Explanation | undefined> {
  if (!(await clientExplained(imagined, services))) return undefined;
  const context = contextFor(imagined, services, silent(ports));
  const { steps } = context;
  try {
    const decision =
      imagined.endpoint === '/authorize' ? await decideCode(context) : await decideForClient(imagined, context);
    return { ...(await explanationOf(imagined, steps)), decision };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return explanationOf(imagined, steps, error);
  }
}

/** A document is fetched for an explanation as it is for a request, and counted as what explanations fetch. */
async function clientExplained({ client_id, address }: ImaginedRequest, { registry, throttle }: Services) {
  return registry.client(client_id, () => throttle.count([fetchesOf(address)]));
}

function fetchesOf(address: string): Limit {
  return { key: `explained ${sourceOf(address)}`, failures: mostFetches };
}

function contextFor(imagined: ImaginedRequest, services: Services, ports: Ports): Context {
  const { addresses, registry, subjects } = services;
  const keyRing = new KeyRing(ports.keys, ports.clock, () => new SilentSigner());
  return {
    ...services,
    ...ports,
    fetcher: new CountedFetcher(ports.fetcher, services.throttle, imagined.address),
    keyRing,
    accessTokens: new AccessTokens(addresses.issuer, registry, keyRing, subjects, ports),
    throttle: new Throttle(ports.artifacts, ports.clock, { seconds: 60 }),
    request: requestOf(imagined),
    steps: new Steps(),
  };
}

/** Counts for real, where nothing else is: nobody is to make this server send requests to others without end. */
class CountedFetcher extends Fetcher {
  constructor(
    private readonly fetcher: Fetcher,
    private readonly throttle: Throttle,
    private readonly address: string,
  ) {
    super();
  }

  override async getJson(url: string, limits?: Limits): Promise<unknown> {
    await this.#count();
    return this.fetcher.getJson(url, limits);
  }

  override async send(url: string, request: Outgoing): Promise<Incoming> {
    await this.#count();
    return this.fetcher.send(url, request);
  }

  async #count(): Promise<void> {
    try {
      await this.throttle.count([fetchesOf(this.address)]);
    } catch (cause) {
      if (!(cause instanceof TooManyRequests)) throw cause;
      const reason = `too much was fetched for explanations; try again in ${cause.retryAfter} seconds`;
      throw new FetchFailed(reason, { cause });
    }
  }
}

function requestOf({ endpoint, client_id, parameters, address }: ImaginedRequest): ProtocolRequest {
  const whole = new URLSearchParams(parameters);
  whole.append('client_id', client_id);
  const body = whole.toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const common = { path: endpoint, peer: { address } };
  return endpoint === '/authorize'
    ? { ...common, method: 'GET', query: body, headers: {}, body: '' }
    : { ...common, method: 'POST', query: '', headers, body };
}

/** There is no browser, so nobody is signed in: without prompt=none, pages follow. */
async function decideCode(context: Context): Promise<Explanation['decision']> {
  const sent = parseParameters(context.request.query);
  // Where the client has to authenticate, it is taken for authenticated.
  if (sent.values.get('response_mode') === 'redirectless') await checkRedirectless(sent, context);
  else await authorize.handle(context);
  return 'asks_user';
}

async function decideForClient(
  { endpoint, client_id }: ImaginedRequest,
  context: Context,
): Promise<Explanation['decision']> {
  const { registry, steps } = context;
  const client = (await registry.client(client_id))!;
  steps.hold(clientIsEnabled, client.enabled, { suggestion: { set: { enabled: true } } });
  const method = [...client.proof.methods][0] ?? 'none';
  const authenticated = { client, method, secret_id: undefined };
  if (endpoint === '/par') {
    await answerPush(authenticated, readForm(context), context);
    return 'granted';
  }
  const asking = client.dpop_bound_access_tokens ? { ...context, provenKey: imaginedKey } : context;
  await answerTokenRequest(authenticated, readForm(context), asking);
  return 'granted';
}

async function explanationOf(
  { endpoint }: ImaginedRequest,
  { passed }: Steps,
  refusal?: OAuthError,
): Promise<Explanation> {
  const held = await Promise.all(passed.map(({ rule, facts }) => explainedStep(rule, facts, true)));
  const broken = refusal && (await explainedStep(refusal.rule, refusal.facts, false));
  return {
    endpoint,
    decision: 'refused',
    error: refusal?.code ?? null,
    error_description: refusal?.description ?? null,
    steps: [...held, ...(broken ? [broken] : [])].map(({ step }) => step),
    suggestion: broken?.suggestion ?? null,
  };
}

async function explainedStep(
  rule: ProtocolRule,
  source: FactSource,
  holds: boolean,
): Promise<{ step: ExplainedStep; suggestion: Suggestion | null }> {
  const { sentence, suggestion, ...told } = tellable(rule, await factsOf(source));
  return { step: { ...told, holds, sentence: holds ? null : sentence }, suggestion };
}
