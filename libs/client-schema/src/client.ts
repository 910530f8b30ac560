import { AttestationFields } from './fields/authentication/attestation.js';
import { AuthenticationApiFields } from './fields/authentication/authentication-api.js';
import { ClientAuthenticationFields } from './fields/authentication/client-authentication.js';
import { ClientKeyFields } from './fields/authentication/client-keys.js';
import { ConsentFields } from './fields/authentication/consent.js';
import { MtlsFields } from './fields/authentication/mtls.js';
import { SecondaryAuthenticationFields } from './fields/authentication/secondary-authentication.js';
import { SecretFields } from './fields/authentication/secret.js';
import { UserAuthenticationFields } from './fields/authentication/user-authentication.js';
import { IdentityFields } from './fields/general/identity.js';
import { MetadataFields } from './fields/general/metadata.js';
import { PresentationFields } from './fields/general/presentation.js';
import { RedirectFields } from './fields/general/redirect.js';
import { AllowedGrantFields } from './fields/grant_types/allowed-grants.js';
import { IntrospectionFields } from './fields/grant_types/introspection.js';
import { PersistentGrantFields } from './fields/grant_types/persistent-grants.js';
import { RefreshFields } from './fields/grant_types/refresh.js';
import { ResponseTypeFields } from './fields/grant_types/response-types.js';
import { TokenFields } from './fields/grant_types/tokens.js';
import { ClaimsFields } from './fields/security/claims.js';
import { JarFields } from './fields/security/jar.js';
import { EncryptionFields } from './fields/security/encryption.js';
import { JarmFields } from './fields/security/jarm.js';
import { KeyFields } from './fields/security/keys.js';
import { ParFields } from './fields/security/par.js';
import { LogoutFields } from './fields/security/logout.js';
import { OutboundTrustFields } from './fields/security/outbound-trust.js';
import { PairwiseFields } from './fields/security/pairwise.js';
import { PkceFields } from './fields/security/pkce.js';
import { ProfileFields } from './fields/security/profile.js';
import { PublicAccessFields } from './fields/security/public-access.js';
import { ScopeFields } from './fields/security/scopes.js';
import { SenderConstraintFields } from './fields/security/sender-constraint.js';
import { SigningFields } from './fields/security/signing.js';
import { ClientDocumentFields } from './fields/client-documents.js';
import { RegistrationTemplateFields } from './fields/general/registration-template.js';
import { RegistrationSettings } from './fields/registration-settings.js';
import { ServerFields } from './fields/settings.js';
import { type Field, type FieldGroup, type GroupOptions, fieldsOfGroup, groupOptions } from './field.js';

/** The groups of fields, by section, in the order in which the form shows them. A new card is one line here. */
export const groups = {
  general: [IdentityFields, PresentationFields, RedirectFields, MetadataFields, RegistrationTemplateFields],
  authentication: [
    ClientAuthenticationFields,
    SecretFields,
    ClientKeyFields,
    MtlsFields,
    SecondaryAuthenticationFields,
    UserAuthenticationFields,
    ConsentFields,
    AuthenticationApiFields,
    AttestationFields,
  ],
  security: [
    ProfileFields,
    PkceFields,
    ParFields,
    JarFields,
    KeyFields,
    SigningFields,
    EncryptionFields,
    JarmFields,
    SenderConstraintFields,
    ScopeFields,
    ClaimsFields,
    LogoutFields,
    PairwiseFields,
    PublicAccessFields,
    OutboundTrustFields,
  ],
  grant_types: [
    AllowedGrantFields,
    ResponseTypeFields,
    TokenFields,
    RefreshFields,
    PersistentGrantFields,
    IntrospectionFields,
  ],
} as const satisfies Record<string, readonly FieldGroup[]>;

/** The groups of settings that the server alone decides, in the order in which the form shows them. */
export const serverGroups = [
  ServerFields,
  RegistrationSettings,
  ClientDocumentFields,
] as const satisfies readonly FieldGroup[];

export type Section = keyof typeof groups;
export const sections = Object.keys(groups) as Section[];

/** The cards of one tab. */
export function groupsOf(section: Section): readonly FieldGroup[] {
  return groups[section];
}

type UnionToIntersection<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void ? I : never;
type Flat<T> = { [K in keyof T]: T[K] };

type Declared = Flat<UnionToIntersection<InstanceType<(typeof groups)[Section][number]>>>;
export type ClientField = keyof Declared;

/** A client as it is written: what an administrator or a registration request may say. Only the name is a duty. */
export type Client = Partial<Declared> & Pick<Declared, 'client_name'>;

/** The fields that are written and never shown: they are kept beside the document, hashed or sealed. */
export const secretFields = [
  'client_secret',
  'client_assertion_symmetric_key',
  'secondary_client_secret',
  'secondary_client_assertion_symmetric_key',
] as const satisfies readonly ClientField[];
export type SecretField = (typeof secretFields)[number];

/** What is kept of a client as a digest beside its document: its secrets, and the token by which it manages itself. */
export type KeptSecret = SecretField | 'registration_access_token';

/** The fields that admit null: each is a server setting under the same name. */
type Inherited = { [K in ClientField]-?: null extends Declared[K] ? K : never }[ClientField];

/** The server's settings: what clients inherit, and what the server alone decides. Every one has a value. */
export type Settings = Flat<
  { [K in Inherited]-?: NonNullable<Declared[K]> } & UnionToIntersection<InstanceType<(typeof serverGroups)[number]>>
>;

/**
 * A client as the runtime sees it: its own value where it has one, else the server's, else the field's default.
 * Undefined is "none". Secrets are not part of it: only the runtime's client store hands out verifiers.
 */
export type EffectiveClient = Flat<
  Omit<Declared, Inherited | SecretField> & { [K in Inherited]-?: NonNullable<Declared[K]> }
>;

/** A field with its place on the form. */
export interface PlacedField extends Field {
  readonly section: Section;
  readonly group: GroupOptions;
}

/** Every field of a client, by name, in the order of the form. */
export const clientFields: ReadonlyMap<string, PlacedField> = new Map(
  sections.flatMap((section) =>
    groupsOf(section).flatMap((group) =>
      fieldsOfGroup(group).map((field) => [field.name, { ...field, section, group: groupOptions(group) }] as const),
    ),
  ),
);

/** Every setting of the server, by name: what clients inherit first, then what the server alone decides. */
export const settingsFields: ReadonlyMap<string, Field> = new Map(
  [
    ...[...clientFields.values()].filter((field) => field.options.inherits !== undefined).map(asSetting),
    ...serverGroups.flatMap((group) => fieldsOfGroup(group)),
  ].map((field) => [field.name, field]),
);

/** The classes that carry the checks of a settings document, with the names each answers for. */
export const settingsGroups: readonly FieldGroup[] = [...sections.flatMap(groupsOf), ...serverGroups];

/** Settings nobody has changed. */
export const defaultSettings = Object.freeze(
  Object.fromEntries([...settingsFields.values()].map((field) => [field.name, field.options.default])),
) as Readonly<Settings>;

/** A client's field seen as the setting it inherits: the value inherited becomes the default, and it always applies. */
function asSetting(field: PlacedField): Field {
  const { inherits: value, visibleWhen: _, ...options } = field.options;
  return {
    name: field.name,
    kind: field.kind,
    control: field.control,
    schema: field.schema,
    ...(field.elementFault && { elementFault: field.elementFault }),
    ...(field.refersTo && { refersTo: field.refersTo }),
    options: { ...options, default: value! },
  };
}
