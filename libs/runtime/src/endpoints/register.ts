import { isDeeperThan } from '@clientele/client-schema/json-depth';
import { type Client, type ServerState, isInteractive, resolveClient, rfc } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type ProtocolResponse, header, json } from '../http.js';
import {
  type ClientRegistrar,
  type NewRegistrationToken,
  type Registered,
  type Registrant,
  type Registration,
  type RegistrationFault,
} from '../ports/client-registrar.js';
import { clientInformation } from '../registration/answer.js';
import { copyOf, templateOfSoftware } from '../registration/copy.js';
import { fieldsOpenTo, impliedFields, policiesInForce, readMetadata } from '../registration/metadata.js';
import { type Admitted, admitRegistrant, bearerOf } from '../registration/registrant.js';
import {
  bodyIsJson,
  clientMayManage,
  idIsTheClients,
  metadataIsAcceptable,
  redirectUrisAreAcceptable,
  registrationTokenFits,
} from '../registration/rules.js';
import { statedMetadata } from '../registration/software-statement.js';
import { digestOf, randomToken, sameDigest } from '../secrets.js';
import { type SecretVerifier } from '../ports/client-store.js';
import { guessLimits, sourceOf } from '../throttle.js';
import { type Endpoint } from './endpoint.js';
import { tokenIsSent } from './bearer.js';

type Document = Readonly<Record<string, unknown>>;

/** Deeper documents describe no client. */
const maxDepth = 32;

/** Takes registrations from applications, RFC 7591 §3, OpenID Connect Registration §3. */
export const register: Endpoint = {
  path: '/register',
  spec: rfc(7591, '3'),
  methods: ['POST'],
  answers: 'challenge',
  cors: 'any',

  metadata: async ({ addresses, registry, registrar }) => {
    const { settings } = await registry.server();
    return registrar && settings.registration_enabled ? { registration_endpoint: `${addresses.issuer}/register` } : {};
  },

  async handle(context) {
    const { registry, registrar, throttle, request } = context;
    const server = await registry.server();
    if (!registrar || !server.settings.registration_enabled) return nothingHere;
    const key = `registrations ${sourceOf(request.peer.address)}`;
    await throttle.count([{ key, failures: server.settings.registration_rate_limit }]);
    const admitted = await admitRegistrant(server, context);
    try {
      return await registerAs(admitted, server, registrar, context);
    } catch (error) {
      await admitted.giveBack();
      throw error;
    }
  },
};

async function registerAs(
  admitted: Admitted,
  server: ServerState,
  registrar: ClientRegistrar,
  context: Context,
): Promise<ProtocolResponse> {
  const { steps } = context;
  const { settings } = server;
  const sent = readBody(context);
  const policies = policiesInForce(server);
  const stated = await statedMetadata(sent, policies, context);
  const whole = { ...sent, ...stated };
  const template = settings.registration_templatized ? await templateOfSoftware(whole.software_id, context) : undefined;
  if (!template && !settings.registration_non_templatized) {
    refuseFaults([{ pointer: '/software_id', detail: 'must name software that may be registered' }], context);
  }
  const { account, client_id } = admitted.claims ?? {};
  const by: Registrant = {
    name: admitted.name,
    owner: account,
    client_id: client_id ?? null,
    origin: template ? 'registered_copy' : admitted.open ? 'open_registration' : 'registration',
  };
  const document = template
    ? await copyOf(template, whole, admitted, context)
    : { ...accepted(whole, server, context), ...ofStrangers(settings) };
  const token = tokenOf(server, context);
  const registered = await registrar.create(document, by, token?.kept);
  const { registration, client_secret } = succeeded(registered, context);
  steps.client_id = registration.client_id;
  const told = { issuer: context.addresses.issuer, server, fields: fieldsOpenTo(policies) };
  const statement = whole.software_statement;
  return json(201, clientInformation(registration, { ...told, client_secret, token: token?.plain, statement }));
}

/** What the client of a stranger is: nothing of ours, so that its users are asked whatever the template says. */
function ofStrangers({ registration_client_template_id }: ServerState['settings']) {
  return { client_template_id: registration_client_template_id, first_party: false };
}

/**
 * What an administrator has made of a client stays. One without users has no say of it, and is not to come by users who
 * are not asked: the default trusts whoever an administrator creates.
 */
function isFirstParty(document: Client, server: ServerState): boolean {
  const { first_party }: Partial<Client> = document;
  return first_party === true && isInteractive(resolveClient(document, server).grant_types);
}

/** Where a registered client reads, changes and ends its registration, RFC 7592 §2. */
export const registration: Endpoint = {
  path: '/register/',
  prefix: true,
  spec: rfc(7592, '2'),
  methods: ['GET', 'PUT', 'DELETE'],
  answers: 'challenge',
  cors: 'any',

  async handle(context) {
    const { registry, registrar, request, steps } = context;
    const server = await registry.server();
    const { settings } = server;
    if (!registrar || !settings.registration_enabled) return nothingHere;
    const { client, plain, held } = await authenticated(registrar, context);
    const { method } = request;
    const lets =
      method === 'DELETE' ? settings.registration_allow_client_delete : settings.registration_allow_management;
    const isCopy = method === 'PUT' && client.origin === 'registered_copy';
    steps.hold(clientMayManage, lets && !isCopy && client.document.enabled !== false);
    const { client_id } = client;
    const by: Registrant = { name: client_id, client_id, owner: client.document.owner, origin: 'registration' };
    if (method === 'DELETE') {
      const end = await registrar.remove(client_id, by, held.id);
      steps.hold(registrationTokenFits, end !== 'ended');
      steps.hold(clientMayManage, end !== 'refused');
      return { status: 204, headers: {}, body: '' };
    }
    const fields = fieldsOpenTo(policiesInForce(server));
    const told = { issuer: context.addresses.issuer, server, fields };
    if (method === 'GET') return json(200, clientInformation(client, { ...told, token: plain }));

    const sent = readBody(context);
    const { client_id: named, client_secret: secret } = sent;
    const isItself = named === client_id && (secret === undefined || (await isSecretOf(client, secret, context)));
    steps.hold(idIsTheClients, isItself);
    const others = withoutOurs(sent);
    const stated = await statedMetadata(others, policiesInForce(server), context);
    const first_party = isFirstParty(client.document, server);
    const document = { first_party, ...accepted({ ...others, ...stated }, server, context) };
    const next = settings.registration_rotate_access_token ? tokenOf(server, context) : undefined;
    const replaces = { document, fields: new Set([...fields, ...impliedFields, 'first_party']) };
    const outcome = await registrar.replace(client_id, replaces, by, held.id, next?.kept);
    const changed = succeeded(steps.need(registrationTokenFits, outcome), context);
    const { client_secret } = changed;
    const statement = sent['software_statement'];
    const answer = { ...told, client_secret, token: next?.plain ?? plain, statement };
    return json(200, clientInformation(changed.registration, answer));
  },
};

const nothingHere = json(404, { error: 'not_found', error_description: 'there is nothing at this address' });

/** The client that holds a registration access token, RFC 7592 §2. Whose address there is nobody at is not told. @throws OAuthError 401 */
async function authenticated(
  registrar: ClientRegistrar,
  context: Context,
): Promise<{ client: Registration; plain: string; held: SecretVerifier }> {
  const { steps, request, clock } = context;
  const plain = steps.need(tokenIsSent, bearerOf(context));
  const client = await registrar.find(decoded(request.path.slice('/register/'.length)));
  const digest = digestOf(plain);
  const held = client?.secrets.find(
    ({ field, digest: kept }) => field === 'registration_access_token' && sameDigest(kept, digest),
  );
  if (client && held) steps.client_id = client.client_id;
  const isCurrent = held && (held.expires_at ?? Number.POSITIVE_INFINITY) > clock.now();
  return { client: client!, plain, held: steps.need(registrationTokenFits, isCurrent ? held : undefined) };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return '';
    throw error;
  }
}

/** An update without what is this server's to say: a client may send back the whole answer that it was given. */
function withoutOurs(sent: Document): Document {
  return Object.fromEntries(Object.entries(sent).filter(([name]) => !oursToSay.has(name)));
}

const oursToSay: ReadonlySet<string> = new Set([
  'client_id',
  'client_secret',
  'client_id_issued_at',
  'client_secret_expires_at',
  'registration_access_token',
  'registration_client_uri',
]);

/** Whether a secret is the client's present one. It may be a chosen one, which can be guessed. @throws Busy, TooManyRequests */
async function isSecretOf(
  { client_id, secrets }: Registration,
  presented: unknown,
  { secretChecker, throttle, request }: Context,
): Promise<boolean> {
  if (typeof presented !== 'string') return false;
  const present = secrets.filter(({ field, retired }) => field === 'client_secret' && !retired);
  const attempt = throttle.attempt(() => guessLimits(`client ${client_id}`, request));
  try {
    const found = await secretChecker.find(presented, present, attempt);
    await (found ? attempt.giveBack() : attempt.count());
    return found !== undefined;
  } catch (error) {
    await attempt.abandon();
    throw error;
  }
}

/** The token by which a client will manage itself; undefined: clients do not. */
function tokenOf(
  { settings }: ServerState,
  { clock }: Context,
): { plain: string; kept: NewRegistrationToken } | undefined {
  if (!settings.registration_allow_management && !settings.registration_allow_client_delete) return undefined;
  const plain = randomToken();
  const ttl = settings.registration_access_token_ttl;
  return { plain, kept: { digest: digestOf(plain), expires_at: ttl === 0 ? null : clock.now() + ttl } };
}

function readBody({ request, steps }: Context): Document {
  const type = (header(request, 'content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase();
  steps.hold(bodyIsJson, type === 'application/json', { sent: type || 'no Content-Type' });
  return steps.need(bodyIsJson, jsonObject(request.body));
}

function jsonObject(body: string): Document | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && !isDeeperThan(maxDepth, value) ? (value as Document) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What may be registered of what was sent. @throws OAuthError with the first fault */
function accepted(sent: Document, server: ServerState, context: Context) {
  const { document, faults } = readMetadata(sent, server, policiesInForce(server), context.fetcher);
  refuseFaults(faults, context);
  return document;
}

function succeeded(registered: Registered, context: Context): Exclude<Registered, { faults: unknown }> {
  if (!('faults' in registered)) return registered;
  return refuseFaults(registered.faults, context) ?? context.steps.refuse(metadataIsAcceptable);
}

/** RFC 7591 §3.2.2. @throws OAuthError where there is a fault; the answer names its member */
function refuseFaults(faults: readonly RegistrationFault[], { steps }: Context): undefined {
  const [first] = faults;
  if (!first) return undefined;
  const isOfRedirects = first.pointer.split('/')[1] === 'redirect_uris';
  const rule = isOfRedirects ? redirectUrisAreAcceptable : metadataIsAcceptable;
  const description = sayable(`${first.pointer.slice(1)} ${first.detail}`);
  return steps.refuse({ ...rule, description }, { sentence: `${rule.sentence} ${sayable(description)}.` });
}

/** RFC 6749 §5.2 permits printable ASCII without quote and backslash. */
function sayable(text: string): string {
  return text
    .replaceAll('"', "'")
    .replaceAll(/[^\x20-\x5b\x5d-\x7e]/g, '?')
    .slice(0, 1000);
}
