import {
  type Client,
  type ClientRegistrationPolicy,
  type GrantType,
  type ServerState,
  clientFields,
  grantTypes,
  isLoopbackHost,
  partsOf,
  registrableFields,
  serverSetMembers,
} from '@clientele/client-schema';
import { type RegistrationFault } from '../ports/client-registrar.js';
import { type Fetcher } from '../ports/fetcher.js';

type Document = Readonly<Record<string, unknown>>;

/** What follows from what applications register, and is replaced with it. */
export const impliedFields = [
  'restrict_response_types',
  'allow_request_uri_parameter',
  'allow_unsigned_request_object_by_reference',
] as const satisfies readonly (keyof Client)[];

/** The policies that are in force. One that was deleted since bounds nothing; nobody deletes one that the settings name. */
export function policiesInForce({ settings, client_registration_policies }: ServerState) {
  return client_registration_policies.filter(
    ({ id, enabled }) => enabled && settings.registration_policy_ids.includes(id),
  );
}

/** The fields that applications say themselves: those of the standards, and those that a policy adds. */
export function fieldsOpenTo(policies: readonly ClientRegistrationPolicy[]): ReadonlySet<string> {
  return new Set([...registrableFields, ...policies.flatMap((policy) => policy.registrable_fields)]);
}

/** Members of the answer that no request may bring, RFC 7592 §2.2. */
const ofTheAnswer = ['registration_access_token', 'registration_client_uri'];

const known: ReadonlySet<string> = new Set([
  ...clientFields.keys(),
  ...serverSetMembers.map(({ name }) => name),
  ...ofTheAnswer,
]);

/**
 * The client that a registration describes, with the defaults of RFC 7591 §2, and every fault that only registrations have.
 * Members that nobody knows are ignored; null stands for absent, RFC 7592 §2.2.
 */
export function readMetadata(
  sent: Document,
  server: ServerState,
  policies: readonly ClientRegistrationPolicy[],
  fetcher: Fetcher,
): { document: Partial<Client>; faults: RegistrationFault[] } {
  const open = fieldsOpenTo(policies);
  const present = Object.entries(sent).filter(([, value]) => value !== null);
  const faults = present
    .filter(([name]) => known.has(name) && !open.has(name))
    .map(([name]) => fault(name, 'cannot be registered'));
  const said = Object.fromEntries(present.filter(([name]) => open.has(name)));
  const document = withDefaults(said, scopesOpenTo(server, policies));
  return {
    document,
    faults: [...faults, ...unfetchable(document, fetcher), ...policies.flatMap((policy) => beyond(document, policy))],
  };
}

/** The only scopes that a self-registered client can have, whatever it asks for. */
function scopesOpenTo({ settings, scopes }: ServerState, policies: readonly ClientRegistrationPolicy[]): string[] {
  return settings.registration_scopes.filter(
    (name) =>
      scopes.some((scope) => scope.name === name) &&
      policies.every((policy) => policy.scopes.length === 0 || policy.scopes.includes(name)),
  );
}

/** The grants that begin at the authorization endpoint, where response types are asked for. */
const authorizing = ['authorization_code', 'implicit', 'agent_code'] as const satisfies readonly GrantType[];

function withDefaults(said: Document, ceiling: readonly string[]): Partial<Client> {
  const grant_types = grantTypesKnown(said['grant_types']) ?? grantTypesFor(said['response_types']);
  const has = (type: GrantType): boolean => Array.isArray(grant_types) && grant_types.includes(type);
  const response_types = said['response_types'] ?? (authorizing.some(has) ? ['code'] : undefined);
  // A client without users has nothing of what is told of users, unless it says so.
  const ofUsers = response_types === undefined ? [] : ceiling;
  const usual = ofUsers.filter((name) => name !== 'offline_access' || has('refresh_token')).join(' ');
  const { scope = usual } = said;
  return {
    token_endpoint_auth_method: 'client_secret_basic',
    client_name: nameFor(said),
    ...(isNative(said) && { application_type: 'native' }),
    ...said,
    grant_types,
    ...(response_types !== undefined && { response_types, restrict_response_types: true }),
    ...takesReferences(said),
    // Asking for more than there is is no fault: RFC 7591 §3.2.1 lets the server answer with less, and says so.
    scope: typeof scope === 'string' ? within(ceiling, scope) || usual : scope,
  } as Partial<Client>;
}

/** Whoever registers addresses of request objects means to use them, and unsigned ones where it says so: OpenID Connect Registration §2. */
function takesReferences({ request_uris, request_object_signing_alg: alg }: Document): Partial<Client> {
  if (!Array.isArray(request_uris) || request_uris.length === 0) return {};
  return {
    allow_request_uri_parameter: true,
    ...(alg === 'none' && { allow_unsigned_request_object_by_reference: true }),
  };
}

function within(ceiling: readonly string[], scope: string): string {
  return scope
    .split(' ')
    .filter((name) => ceiling.includes(name))
    .join(' ');
}

/** RFC 7591 §3.2.1: what this server does not know is left out where something is left. */
function grantTypesKnown(said: unknown): unknown {
  if (!Array.isArray(said)) return said;
  const known = said.filter((type) => (grantTypes as readonly unknown[]).includes(type));
  return known.length > 0 ? known : said;
}

/** Whether browsers hand every answer to an application on the device, RFC 8252 §7: who registers so seldom says it. */
function isNative({ redirect_uris: uris }: Document): boolean {
  if (!Array.isArray(uris) || uris.length === 0) return false;
  return uris.every((uri: unknown) => {
    const url = typeof uri === 'string' ? URL.parse(uri) : null;
    return url !== null && (!isOfWeb(url) || (url.protocol === 'http:' && isLoopbackHost(url.hostname)));
  });
}

function isOfWeb({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:';
}

/** OpenID Connect Registration §2: which grant types go with which response types; code where nothing is said. */
function grantTypesFor(response_types: unknown): GrantType[] {
  if (!Array.isArray(response_types)) return ['authorization_code'];
  const parts = response_types.flatMap((type) => (typeof type === 'string' ? [...partsOf(type as never)] : []));
  return [
    ...(parts.includes('code') ? (['authorization_code'] as const) : []),
    ...(parts.some((part) => part === 'token' || part === 'id_token') ? (['implicit'] as const) : []),
  ];
}

/** What users read where the application does not say: the host to which they are sent. */
function nameFor({ redirect_uris }: Document): string {
  const first: unknown = Array.isArray(redirect_uris) ? redirect_uris[0] : undefined;
  const host = typeof first === 'string' ? URL.parse(first)?.host : undefined;
  return host ? host.slice(0, 256) : 'Self-registered application';
}

/** Addresses from which this server would fetch something, or to which it would send something, and never will. */
function unfetchable({ jwks_uri, backchannel_logout_uri }: Partial<Client>, fetcher: Fetcher): RegistrationFault[] {
  return Object.entries({ jwks_uri, backchannel_logout_uri }).flatMap(([name, uri]) => {
    const refusal = typeof uri === 'string' ? fetcher.refusal(uri) : undefined;
    return refusal === undefined ? [] : [fault(name, `cannot be reached: ${refusal}`)];
  });
}

/** What a policy does not admit. */
function beyond(client: Partial<Client>, policy: ClientRegistrationPolicy): RegistrationFault[] {
  const { grant_types, response_types, token_endpoint_auth_methods: methods, redirect_hosts } = policy;
  const method = client.token_endpoint_auth_method;
  return [
    ...outside('grant_types', client.grant_types, grant_types),
    ...outside('response_types', client.response_types, response_types),
    ...outside('token_endpoint_auth_method', method === undefined ? [] : [method], methods),
    ...outsideHosts(client.redirect_uris, redirect_hosts),
  ];
}

function outside(name: string, values: unknown, allowed: readonly string[]): RegistrationFault[] {
  if (allowed.length === 0 || !Array.isArray(values)) return [];
  return values.every((value) => allowed.includes(String(value)))
    ? []
    : [fault(name, `must be among ${allowed.join(', ')}`)];
}

function outsideHosts(uris: unknown, hosts: readonly string[]): RegistrationFault[] {
  if (hosts.length === 0 || !Array.isArray(uris)) return [];
  return uris.flatMap((uri: unknown, index) => {
    const url = typeof uri === 'string' ? URL.parse(uri) : null;
    // What stands in the place of a host behind a private scheme is nobody's.
    const host = url && isOfWeb(url) ? url.hostname : undefined;
    const fits = hosts.some((one) => (one.startsWith('*.') ? host?.endsWith(one.slice(1)) : host === one));
    return fits ? [] : [fault(`redirect_uris/${index}`, `must have one of the hosts ${hosts.join(', ')}`)];
  });
}

function fault(name: string, detail: string): RegistrationFault {
  return { pointer: `/${name}`, detail };
}
