/** What tests of clients need. Not part of what the library offers: index.ts does not reach it. */
import { type Client, defaultSettings, type Settings } from './client.js';
import { completeRecord } from './resource.js';
import { type ClientTemplate, ClientTemplateMembers } from './resources/client-templates.js';
import { standardResources } from './resources/index.js';
import { RedirectUriValidationPolicyMembers } from './resources/redirect-uri-validation-policies.js';
import { type Scope, ScopeMembers } from './resources/scopes.js';
import { type Server } from './rule.js';
import { settleClient } from './settle-client.js';
import { asymmetricSigningAlgs, type PublicJwk } from './vocabulary.js';
import { adviseClient, type Issue, validateClient } from './validate-client.js';

/** A server with default settings, the usual scopes and a key for every algorithm. */
export function aServer(overrides: Partial<Omit<Server, 'settings'>> & { settings?: Partial<Settings> } = {}): Server {
  return {
    ...standardResources,
    scopes: [...standardResources.scopes, aScope({ name: 'payments', kind: 'exclusive' })],
    issuer: 'https://as.example',
    signing_algs: [...asymmetricSigningAlgs],
    client_certificates: { terminations: ['direct', 'proxy'], aliases: true },
    ...overrides,
    settings: { ...defaultSettings, ...overrides.settings },
  };
}

/** A scope with the default of every member that the test does not give. */
export function aScope(members: Partial<ScopeMembers> & { name: string }): Scope {
  return completeRecord(ScopeMembers, members);
}

/** A template with the default of every member that the test does not give. */
export function aTemplate(members: Partial<ClientTemplateMembers>): ClientTemplate {
  return completeRecord(ClientTemplateMembers, { id: 'partner', name: 'Partner', ...members });
}

/** A server that has one more template. */
export function serverWithTemplate(template: ClientTemplate): Server {
  return aServer({ client_templates: [...standardResources.client_templates, template] });
}

/** The part of a server that has the policy `wildcards`. */
export const withWildcards = {
  redirect_uri_validation_policies: [
    ...standardResources.redirect_uri_validation_policies,
    completeRecord(RedirectUriValidationPolicyMembers, { id: 'wildcards', name: 'Wildcards', allow_wildcards: true }),
  ],
} as const;

/** A client without fault, settled: a web application with the code grant, save for what the test says. */
export function aClient(overrides: Partial<Client> = {}, server: Server = aServer()): Client {
  const candidate = {
    client_name: 'Example',
    grant_types: ['authorization_code'],
    redirect_uris: ['https://app.example.com/callback'],
    ...overrides,
  };
  return settleClient(candidate, new Set(Object.keys(overrides)), server) as unknown as Client;
}

/** Every fault of a client. */
export function issuesOf(client: object, server: Server = aServer()): Issue[] {
  return validateClient(client as Record<string, unknown>, server);
}

/** Every advice about a client. */
export function adviceOf(client: object, server: Server = aServer()): Issue[] {
  return adviseClient(client as Record<string, unknown>, server);
}

/** A document as the API takes it in: settled, then validated as a change that names every member. */
export function register(document: object, server: Server = aServer()): { client: Client; issues: Issue[] } {
  return patch({}, document, server);
}

/** A merge patch (RFC 7396, top level) as the API takes it in. */
export function patch(stored: object, change: object, server: Server = aServer()): { client: Client; issues: Issue[] } {
  const named = new Set(Object.keys(change));
  const settled = settleClient({ ...stored, ...change }, named, server);
  return { client: settled as unknown as Client, issues: validateClient(settled, server, named) };
}

const coordinate = (octets: number): string => 'A'.repeat(Math.ceil((octets * 4) / 3));

/** Public keys of the right shape; nobody has the private ones. */
export const publicJwk = {
  rsa: (members: Partial<PublicJwk> = {}): PublicJwk => ({
    kty: 'RSA',
    n: `v${'A'.repeat(341)}`,
    e: 'AQAB',
    ...members,
  }),
  p256: (members: Partial<PublicJwk> = {}): PublicJwk => ({
    kty: 'EC',
    crv: 'P-256',
    x: coordinate(32),
    y: coordinate(32),
    ...members,
  }),
  ed25519: (members: Partial<PublicJwk> = {}): PublicJwk => ({
    kty: 'OKP',
    crv: 'Ed25519',
    x: coordinate(32),
    ...members,
  }),
};
