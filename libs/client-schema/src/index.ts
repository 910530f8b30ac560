export { type AvailableScopes, availableScopes, scopesListedBy, withoutGroups } from './available-scopes.js';
export * from './client.js';
export { admitsClientDocument, admitsOriginOfDocuments, clientOfDocument } from './client-documents.js';
export * from './conditions.js';
export { type Difference, differencesBetween } from './differences.js';
export {
  type Control,
  type Field,
  type FieldGroup,
  type FieldOptions,
  type GroupOptions,
  type Json,
  type JsonSchema,
  type Reference,
  acceptsNull,
  fieldsOfGroup,
  groupOptions,
  inherits,
} from './field.js';
export * from './encryption.js';
export { fieldReference } from './field-reference.js';
export { type ClientOrigin, type ServerSetMember, clientOrigins, serverSetMembers } from './fields/general/audit.js';
export { maxCodeTtl } from './fields/grant_types/tokens.js';
export { hasCodes, hasUsers, isInteractive, usesCodes } from './interactive.js';
export { endless } from './kinds.js';
export { type ClientJsonSchemas, clientJsonSchema } from './json-schema.js';
export { type Finding, countFindings, lintClient, missingForProfile } from './lint-client.js';
export { originMatches, originsOf } from './origin.js';
export * from './redirect-uri.js';
export { hasWildcard } from './redirect-uri-wildcard.js';
export { type ClaimDestination, type ClaimsMapper, claimedClientFields } from './resources/claims-mappers.js';
export { type ClientRegistrationPolicy } from './resources/client-registration-policies.js';
export { type InitialAccessToken } from './resources/initial-access-tokens.js';
export { isOfAdministrators, registrableFields } from './registration.js';
export { type ClientTemplate, isShareable } from './resources/client-templates.js';
export { type RedirectUriValidationPolicy } from './resources/redirect-uri-validation-policies.js';
export * from './resolve-client.js';
export * from './response-types.js';
export {
  type ClientCertificates,
  type ClientPatch,
  type Rule,
  type Server,
  type ServerState,
  type Violation,
} from './rule.js';
export {
  type AnyRecord,
  type AnyResource,
  type RecordOf,
  type Resource,
  fieldsOfResource,
  nounOf,
  pathOf,
  recordTypeOf,
} from './resource.js';
export { type RecordIn, type ResourceName, type Resources, resources, standardResources } from './resources/index.js';
export { type AccessTokenManager } from './resources/access-token-managers.js';
export { type AuthorizationDetailType } from './resources/authorization-detail-types.js';
export { type ScopeGroup } from './resources/scope-groups.js';
export { type KeyPair, type KeyParameters, algsOfKeyPair } from './resources/key-pairs.js';
export { type SignatureAdapter } from './resources/signature-adapters.js';
export { type Scope } from './resources/scopes.js';
export { type Authenticator } from './resources/authenticators.js';
export { type AuthenticatorFilter } from './resources/authenticator-filters.js';
export { type Consentor } from './resources/consentors.js';
export { type TokenIssuer } from './resources/token-issuers.js';
export { type TemplateArea } from './resources/template-areas.js';
export { type CredentialManager } from './resources/credential-managers.js';
export { type HttpClient } from './resources/http-clients.js';
export { type TrustedCa } from './resources/trusted-cas.js';
export { type IdentityProvider } from './resources/identity-providers.js';
export { sectorOf } from './sector.js';
export { withProperties } from './properties-in-text.js';
export { restorableFor } from './restorable-for.js';
export { fapi1Algs } from './profiles/fapi1-advanced.js';
export { fapi2Algs } from './profiles/fapi2-security.js';
export { rules } from './rules/index.js';
export { isResourceUri } from './resource-uri.js';
export { schemaFormats } from './json-schema-fault.js';
export { maxMatchedText } from './pattern-fault.js';
export { algsOfKey, isSymmetricAlg, keyManagementAlgsOfKey } from './signing-keys.js';
export { scopeNamed } from './scope-patterns.js';
export * from './settle-client.js';
export * from './specs.js';
export { ownKeyParameters } from './own-key-pair.js';
export { type Question, type Template } from './template.js';
export { templates } from './templates/index.js';
export * from './validate-client.js';
export * from './vocabulary.js';
