import { clientDocumentUrlFault } from './client-document-url.js';
import { type Client, type Settings } from './client.js';
import { type Issue, pointerTo } from './issue.js';
import { isLoopbackHost } from './redirect-uri.js';
import { type Scope } from './resources/scopes.js';
import { type Server } from './rule.js';
import { settleClient } from './settle-client.js';
import { validateClient } from './validate-client.js';
import { type GrantType } from './vocabulary.js';

type Document = Readonly<Record<string, unknown>>;

/** Members of a document that are taken as they are; every other one is left out, RFC 7591 §2. */
const taken = [
  'client_name',
  'redirect_uris',
  'post_logout_redirect_uris',
  'backchannel_logout_uri',
  'backchannel_logout_session_required',
  'frontchannel_logout_uri',
  'frontchannel_logout_session_required',
  'token_endpoint_auth_signing_alg',
  'jwks',
  'jwks_uri',
  'client_uri',
  'policy_uri',
  'tos_uri',
  'contacts',
  'default_max_age',
  'default_acr_values',
  'id_token_signed_response_alg',
  'userinfo_signed_response_alg',
  'authorization_signed_response_alg',
  'request_object_signing_alg',
  'require_signed_request_object',
  'require_pushed_authorization_requests',
  'dpop_bound_access_tokens',
] as const;

/** Ways to authenticate of somebody with whom no secret was ever shared. */
const methods: readonly unknown[] = ['none', 'private_key_jwt'];

/** Whether the server makes a client of whoever has this client_id. */
export function admitsClientDocument(client_id: string, settings: Settings): boolean {
  const { client_id_metadata_documents: documents, client_document_hosts } = settings;
  if (documents === 'disabled' || clientDocumentUrlFault(client_id) !== undefined) return false;
  return documents === 'any_host' || client_document_hosts.includes(new URL(client_id).host);
}

/** Whether scripts of an origin may call this server: those of any client that it would make of a document there. */
export function admitsOriginOfDocuments(origin: string, settings: Settings): boolean {
  return URL.parse(origin)?.origin === origin && admitsClientDocument(`${origin}/client`, settings);
}

/**
 * The client that a document describes, below the ceiling of the settings and by the rules of every other client, or
 * what is wrong with the document. What is above the ceiling and can be left out is; what would change where users end
 * up is a fault.
 * @param url where the document was found: the client_id
 */
export function clientOfDocument(
  url: string,
  document: unknown,
  server: Server,
): { readonly client: Client } | { readonly faults: readonly Issue[] } {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return { faults: [fault('', 'document-is-an-object', 'must be a JSON object')] };
  }
  const described = document as Document;
  const { settings } = server;
  const faults = [
    ...ownFaults(url, described),
    ...foreignAddresses(url, described, settings),
    ...(grantTypesOf(described, settings).length > 0
      ? []
      : [
          fault(
            'grant_types',
            'document-has-a-grant-type',
            `must contain one of ${settings.client_document_grant_types.join(', ')}`,
          ),
        ]),
  ];
  if (faults.length > 0) return { faults };
  const settled = settleClient(candidateOf(url, described, server), new Set(), server);
  const broken = validateClient(settled, server);
  return broken.length > 0 ? { faults: broken } : { client: { ...(settled as unknown as Client), client_id: url } };
}

/** What no server may accept of such a document, whatever its settings. */
function ownFaults(url: string, document: Document): Issue[] {
  const method = methodOf(document);
  return [
    ...(document['client_id'] === url ? [] : [fault('client_id', 'document-is-its-own', `must be ${url}`)]),
    ...['client_secret', 'client_secret_expires_at']
      .filter((name) => name in document)
      .map((name) => fault(name, 'document-has-no-secret', 'must be absent: everybody can read a document')),
    ...(methods.includes(method)
      ? []
      : [fault('token_endpoint_auth_method', 'document-has-no-secret', `must be one of ${methods.join(', ')}`)]),
  ];
}

/** Without a word about it, nobody is there who could have a secret. */
function methodOf(document: Document): unknown {
  return document['token_endpoint_auth_method'] ?? 'none';
}

/** Addresses that are not the document’s own, where they have to be. */
function foreignAddresses(url: string, document: Document, settings: Settings): Issue[] {
  const { origin } = new URL(url);
  const redirects = settings.client_document_redirect_uris;
  const isOwn = (uri: string): boolean => URL.parse(uri)?.origin === origin;
  const mayReturnTo = (uri: string): boolean =>
    redirects === 'any' || isOwn(uri) || (redirects === 'same_origin_or_loopback' && isLoopback(uri));
  const where = redirects === 'same_origin' ? origin : `${origin} or this machine`;
  return [
    ...(['redirect_uris', 'post_logout_redirect_uris'] as const).flatMap((name) =>
      listOf(document[name]).flatMap((uri, index) =>
        mayReturnTo(uri) ? [] : [fault(`${name}/${index}`, 'document-keeps-its-origin', `must be at ${where}`)],
      ),
    ),
    // What this server would send requests to by itself.
    ...(['backchannel_logout_uri', 'frontchannel_logout_uri'] as const).flatMap((name) => {
      const uri = document[name];
      return typeof uri !== 'string' || isOwn(uri)
        ? []
        : [fault(name, 'document-keeps-its-origin', `must be at ${origin}`)];
    }),
  ];
}

function isLoopback(uri: string): boolean {
  const url = URL.parse(uri);
  return url?.protocol === 'http:' && isLoopbackHost(url.hostname);
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function candidateOf(url: string, document: Document, { settings, scopes }: Server): Record<string, unknown> {
  const { host, hostname, origin } = new URL(url);
  const own = Object.fromEntries(taken.filter((name) => name in document).map((name) => [name, document[name]]));
  const isNative =
    document['application_type'] === 'native' ||
    listOf(document['redirect_uris']).some((uri) => isLoopback(uri) || !/^https?:/.test(uri));
  const grant_types = grantTypesOf(document, settings);
  const most = settings.client_document_max_grant_lifetime;
  const ceiling = settings.refresh_token_max_rolling_lifetime;
  return {
    client_name: host,
    ...own,
    client_type: isNative ? 'native' : 'web',
    application_type: isNative ? 'native' : 'web',
    token_endpoint_auth_method: methodOf(document),
    grant_types,
    response_types: grant_types.includes('authorization_code') ? ['code'] : [],
    redirect_uri_validation_policy_id: 'exact',
    ...scopesOf(document, settings, commonScopes(scopes)),
    access_token_ttl: Math.min(settings.access_token_ttl, settings.client_document_max_access_token_ttl),
    refresh_token_ttl: Math.min(settings.refresh_token_ttl, most),
    refresh_token_max_rolling_lifetime: ceiling === 0 ? most : Math.min(ceiling, most),
    rotate_refresh_tokens: true,
    require_pkce: true,
    first_party: false,
    // Nobody here has looked at it, so its users do, each time.
    bypass_consent: false,
    allowed_origins: [origin],
    // Its own host has been called for its document already.
    ...(settings.outbound_trust_mode === 'explicit' && { trusted_hosts: [hostname] }),
  };
}

/** RFC 7591 §2: without a word about it, the code alone. */
function grantTypesOf(document: Document, { client_document_grant_types: most }: Settings): readonly GrantType[] {
  const asked = document['grant_types'];
  const words: readonly unknown[] = Array.isArray(asked) ? asked : ['authorization_code'];
  return most.filter((type) => words.includes(type));
}

/** Exclusive scopes are for clients that somebody has given them to. */
function commonScopes(scopes: readonly Scope[]): ReadonlySet<string> {
  return new Set(scopes.filter(({ kind }) => kind === 'common').map(({ name }) => name));
}

function scopesOf(document: Document, settings: Settings, known: ReadonlySet<string>): Partial<Client> {
  const most = ['openid', ...settings.client_document_scopes].filter((name) => known.has(name));
  const asked = document['scope'];
  const words = typeof asked === 'string' ? asked.split(' ') : most;
  const names = [...new Set(most.filter((name) => words.includes(name)))];
  // An empty list of scopes is every common one, an empty restriction is none.
  return names.length > 0 ? { scope: names.join(' ') } : { restrict_common_scopes: true, restricted_common_scopes: [] };
}

function fault(path: string, rule: string, detail: string): Issue {
  return {
    pointer:
      path === ''
        ? ''
        : path
            .split('/')
            .map((part) => pointerTo(part))
            .join(''),
    rule,
    detail,
  };
}
