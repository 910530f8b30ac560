import { type AnyRecord, type AnyResource, type RecordOf, type Resource, completeRecord } from '../resource.js';
import { accessTokenManagers } from './access-token-managers.js';
import { authorizationDetailTypes } from './authorization-detail-types.js';
import { authenticatorFilters } from './authenticator-filters.js';
import { authenticators } from './authenticators.js';
import { claimsMappers } from './claims-mappers.js';
import { clientRegistrationPolicies } from './client-registration-policies.js';
import { clientTemplates } from './client-templates.js';
import { consentors } from './consentors.js';
import { credentialManagers } from './credential-managers.js';
import { extendedPropertyDefinitions } from './extended-property-definitions.js';
import { httpClients } from './http-clients.js';
import { identityProviders } from './identity-providers.js';
import { initialAccessTokens } from './initial-access-tokens.js';
import { keyPairs } from './key-pairs.js';
import { redirectUriValidationPolicies } from './redirect-uri-validation-policies.js';
import { scopeGroups } from './scope-groups.js';
import { scopes } from './scopes.js';
import { signatureAdapters } from './signature-adapters.js';
import { templateAreas } from './template-areas.js';
import { trustedCas } from './trusted-cas.js';
import { tokenIssuers } from './token-issuers.js';
import { verificationKeys } from './verification-keys.js';

/** Every resource, in the order of the reference. A new one is one line here. */
export const resources = [
  scopes,
  scopeGroups,
  authorizationDetailTypes,
  accessTokenManagers,
  signatureAdapters,
  keyPairs,
  tokenIssuers,
  claimsMappers,
  redirectUriValidationPolicies,
  extendedPropertyDefinitions,
  clientTemplates,
  clientRegistrationPolicies,
  initialAccessTokens,
  verificationKeys,
  trustedCas,
  authenticators,
  identityProviders,
  authenticatorFilters,
  consentors,
  templateAreas,
  httpClients,
  credentialManagers,
] as const satisfies readonly AnyResource[];

type Declared = (typeof resources)[number];
export type ResourceName = Declared['name'];

/** The record of a resource, by the name of the resource. */
export type RecordIn<N extends ResourceName> =
  Extract<Declared, { name: N }> extends Resource<N, infer T> ? RecordOf<T> : never;

/** The records of every resource, in the order of their ids. */
export type Resources = { readonly [N in ResourceName]: readonly RecordIn<N>[] };

const byName: ReadonlyMap<string, AnyResource> = new Map(resources.map((resource) => [resource.name, resource]));

/** @throws TypeError when there is no such resource */
export function resourceOf(name: string): AnyResource {
  const resource = byName.get(name);
  if (!resource) throw new TypeError(`${name} is not a resource`);
  return resource;
}

/** The records that every new server has. */
export const standardResources = Object.fromEntries(
  (resources as readonly AnyResource[]).map((resource) => [
    resource.name,
    resource.standard.map((record: object) => completeRecord(resource.members, record)),
  ]),
) as unknown as Resources;

/** Records of every resource, put together from `[resource, record]`. */
export function groupRecords(records: Iterable<readonly [name: string, record: AnyRecord]>): Resources {
  const groups = Object.fromEntries(resources.map(({ name }) => [name, [] as AnyRecord[]]));
  for (const [name, record] of records) groups[name]?.push(record);
  return groups as unknown as Resources;
}
