import { clientFields } from '../client.js';
import { Group } from '../field.js';
import { Choices, Flag, HostPatterns, HttpsUrl, JwkSet, References, Text, Words } from '../kinds.js';
import { isOfAdministrators } from '../registration.js';
import { type RecordOf, type Resource, type ResourceRule } from '../resource.js';
import { violation } from '../rule.js';
import { ours, rfc } from '../specs.js';
import {
  type ClientAuthenticationMethod,
  type GrantType,
  type PublicJwkSet,
  type ResponseType,
  clientAuthenticationMethods,
  grantTypes,
  responseTypes,
} from '../vocabulary.js';
import { recordId } from './record-id.js';

/** A bound on what applications register for themselves. An empty list bounds nothing. */
@Group({
  name: 'client_registration_policy',
  title: 'Registration policies',
  intro: 'Bounds on what applications register for themselves, and whose software statements count.',
  spec: ours('dynamic-registration'),
})
export class ClientRegistrationPolicyMembers {
  @Text({ ...recordId, spec: ours('dynamic-registration'), example: 'partners' })
  id: string;

  @Text({
    label: 'Name',
    help: 'What administrators choose it by.',
    spec: ours('dynamic-registration'),
    required: true,
    max: 128,
    example: 'Applications of partners',
  })
  name: string;

  /** A policy that is not enabled bounds nothing. */
  @Flag({
    label: 'Enabled',
    help: 'Off: the policy bounds nothing, and its software statements do not count.',
    spec: ours('dynamic-registration'),
    default: true,
  })
  enabled: boolean;

  /** Names of fields that applications may register beside the registered client metadata. */
  @Words({
    label: 'Further fields',
    help: 'Names of fields that applications may register beside those of the standards.',
    spec: rfc(7591, '2'),
    maxItems: 100,
    maxLength: 64,
    default: [],
    example: ['allowed_origins'],
  })
  registrable_fields: string[];

  @References({
    label: 'Scopes',
    help: 'The only scopes that applications may register. Empty: as the settings say.',
    spec: rfc(7591, '2'),
    resource: 'scopes',
    maxItems: 100,
    default: [],
    example: ['openid'],
  })
  scopes: string[];

  @Choices({
    label: 'Grant types',
    help: 'The only grant types that applications may register. Empty: any.',
    spec: rfc(7591, '2'),
    values: grantTypes,
    default: [],
    example: ['authorization_code', 'refresh_token'],
  })
  grant_types: GrantType[];

  @Choices({
    label: 'Response types',
    help: 'The only response types that applications may register. Empty: any.',
    spec: rfc(7591, '2'),
    values: responseTypes,
    default: [],
    example: ['code'],
  })
  response_types: ResponseType[];

  @Choices({
    label: 'Authentication methods',
    help: 'The only ways in which applications may register to authenticate. Empty: any.',
    spec: rfc(7591, '2'),
    values: clientAuthenticationMethods,
    default: [],
    example: ['private_key_jwt'],
  })
  token_endpoint_auth_methods: ClientAuthenticationMethod[];

  /** `*.example.com` stands for every host below it. */
  @HostPatterns({
    label: 'Hosts of redirect URIs',
    help: 'The only hosts that redirect URIs may have; *.example.com stands for all below it. Empty: any.',
    spec: ours('dynamic-registration'),
    maxItems: 200,
    default: [],
    example: ['*.partner.example'],
  })
  redirect_hosts: string[];

  /** Whether who registers needs a software statement of an issuer that a policy in force trusts. */
  @Flag({
    label: 'Require a software statement',
    help: 'Only applications with a trusted software statement may register.',
    spec: rfc(7591, '2.3'),
    default: false,
  })
  require_software_statement: boolean;

  /** The `iss` of the software statements that this policy trusts. */
  @Text({
    label: 'Issuer of software statements',
    help: 'Software statements of this issuer count, and their claims go before what the application says.',
    spec: rfc(7591, '2.3'),
    max: 2048,
    example: 'https://federation.example.com',
  })
  statement_issuer?: string;

  @HttpsUrl({
    label: 'JWK Set address of the issuer',
    help: 'Address of the keys that sign the software statements.',
    spec: rfc(7517, '5'),
    example: 'https://federation.example.com/jwks.json',
  })
  statement_jwks_uri?: string;

  @JwkSet({
    label: 'JWK Set of the issuer',
    help: 'The keys that sign the software statements, pasted in; used where there is no address of them.',
    spec: rfc(7517, '5'),
    example: {
      keys: [
        {
          kty: 'EC',
          crv: 'P-256',
          x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
          y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
          use: 'sig',
          kid: '1',
        },
      ],
    },
  })
  statement_jwks?: PublicJwkSet;
}

export type ClientRegistrationPolicy = RecordOf<ClientRegistrationPolicyMembers>;

const issuerHasKeys: ResourceRule<ClientRegistrationPolicyMembers> = {
  id: 'statement-issuer-has-keys',
  spec: rfc(7591, '2.3'),
  check: ({ statement_issuer, statement_jwks, statement_jwks_uri, require_software_statement }) => {
    const hasKeys = statement_jwks !== null || statement_jwks_uri !== null;
    if (statement_issuer === null && hasKeys) return violation('/statement_issuer', 'must be present: it has keys');
    if (statement_issuer !== null && !hasKeys) {
      return violation('/statement_jwks', 'must be present, or else statement_jwks_uri: the issuer signs with them');
    }
    if (require_software_statement && statement_issuer === null) {
      return violation('/statement_issuer', 'must be present while require_software_statement is true');
    }
    return undefined;
  },
};

const fieldsAreRegistrable: ResourceRule<ClientRegistrationPolicyMembers> = {
  id: 'further-fields-are-registrable',
  spec: ours('dynamic-registration'),
  check: ({ registrable_fields }) =>
    registrable_fields.flatMap((name, index) => {
      if (!clientFields.has(name)) return [violation(`/registrable_fields/${index}`, 'is not a field of a client')];
      return isOfAdministrators(name)
        ? [violation(`/registrable_fields/${index}`, `${name} is for administrators alone`)]
        : [];
    }),
};

export const clientRegistrationPolicies: Resource<'client_registration_policies', ClientRegistrationPolicyMembers> = {
  name: 'client_registration_policies',
  members: ClientRegistrationPolicyMembers,
  id: 'id',
  systemMembers: [],
  rules: [issuerHasKeys, fieldsAreRegistrable],
  standard: [],
};
