import { contentEncryptionAlgs, keyManagementAlgs, oidcDiscovery, rfc, subjectTypes } from '@clientele/client-schema';
import { type Addresses, type Services } from '../context.js';
import { publicDocument } from '../http.js';
import { type Endpoint } from './endpoint.js';
import { signingAlgsOfResponses } from './signing-algs.js';

/** What the endpoints say of themselves, with what belongs to none of them. RFC 8414 §2, OpenID Connect Discovery §3. */
export async function serverMetadata(endpoints: readonly Endpoint[], services: Services): Promise<object> {
  const { settings, scopes, authenticators, access_token_managers } = await services.registry.server();
  const parts = await Promise.all(endpoints.map(async (endpoint) => endpoint.metadata?.(services)));
  const common = scopes.filter(({ kind }) => kind === 'common');
  const metadata = {
    issuer: services.addresses.issuer,
    ...Object.assign({}, ...parts),
    mtls_endpoint_aliases: aliasesOf(endpoints, parts, services.addresses),
    scopes_supported: common.filter(({ dynamic }) => !dynamic).map(({ name }) => name),
    claims_supported: ['sub', ...new Set(common.flatMap(({ claims }) => claims).filter((claim) => claim !== 'sub'))],
    acr_values_supported: [
      ...new Set(authenticators.flatMap(({ enabled, acr }) => (enabled && acr !== null ? [acr] : []))),
    ],
    subject_types_supported: subjectTypes,
    id_token_signing_alg_values_supported: await signingAlgsOfResponses(services),
    id_token_encryption_alg_values_supported: keyManagementAlgs,
    id_token_encryption_enc_values_supported: contentEncryptionAlgs,
    client_id_metadata_document_supported: settings.client_id_metadata_documents !== 'disabled',
    // RFC 9728 §4: the APIs that access tokens may be for, as far as they can say so (§1.2).
    protected_resources: [
      ...new Set([
        services.addresses.adminUrl,
        ...access_token_managers.flatMap(({ resource_uris }) => resource_uris.filter(isResourceIdentifier)),
      ]),
    ],
    claim_types_supported: ['normal'],
    claims_parameter_supported: true,
  };
  // Neither null nor an empty list is a value, RFC 8414 §3.2; JSON has no undefined.
  return Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  );
}

/** RFC 9728 §1.2: an https URL without a fragment. */
function isResourceIdentifier(uri: string): boolean {
  return uri.startsWith('https://') && !uri.includes('#');
}

/**
 * Where the endpoints that programs call are reached with a certificate, RFC 8705 §5: those of pages have no alias, since
 * no browser is to ask its user for a certificate. Undefined: they have no other address for that.
 */
function aliasesOf(
  endpoints: readonly Endpoint[],
  parts: readonly (Record<string, unknown> | undefined)[],
  { issuer, mutualTls }: Addresses,
): Record<string, string> | undefined {
  const aliasUrl = mutualTls?.aliasUrl;
  if (aliasUrl === undefined) return undefined;
  const members = endpoints.flatMap(({ answers }, index) =>
    answers === 'page' ? [] : Object.entries(parts[index] ?? {}),
  );
  return Object.fromEntries(
    members
      .filter(([name]) => name.endsWith('_endpoint'))
      .map(([name, address]) => [name, String(address).replace(issuer, aliasUrl)]),
  );
}

/** Both discovery documents; they differ in their address alone. */
export function discovery(endpoints: () => readonly Endpoint[]): Endpoint[] {
  const document = (path: string, spec: Endpoint['spec']): Endpoint => ({
    path,
    spec,
    methods: ['GET', 'HEAD'],
    answers: 'json',
    cors: 'any',
    handle: async (context) => publicDocument(JSON.stringify(await serverMetadata(endpoints(), context)), 60),
  });
  return [
    document('/.well-known/openid-configuration', oidcDiscovery('4')),
    document('/.well-known/oauth-authorization-server', rfc(8414, '3')),
  ];
}
