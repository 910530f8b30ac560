import { Group } from '../field.js';
import { Choice, Flag, HttpsUrl, ScopeNames, Text } from '../kinds.js';
import { type RecordOf, type Resource, type ResourceRule } from '../resource.js';
import { violation } from '../rule.js';
import { oidcCore, ours, rfc } from '../specs.js';
import { recordId } from './record-id.js';

const kinds = ['password', 'oidc'] as const;
const methods = ['private_key_jwt', 'none'] as const;
const usernameClaims = ['preferred_username', 'email', 'sub'] as const;

/** One way for users to sign in: with a password of this server, or at another OpenID Provider. */
@Group({
  name: 'authenticator',
  title: 'Authenticators',
  intro: 'Ways for users to sign in: with a password of this server, or at another OpenID Provider.',
  spec: ours('sign-in'),
})
export class AuthenticatorMembers {
  @Text({ ...recordId, spec: ours('sign-in'), example: 'staff' })
  id: string;

  /** What its button on the sign-in page says. */
  @Text({
    label: 'Name',
    help: 'What users read on its button.',
    spec: ours('sign-in'),
    required: true,
    max: 64,
    example: 'Staff account',
  })
  name: string;

  /** `password`: an account of this server and its password. `oidc`: an OpenID Provider, which tells who the user is. */
  @Choice({
    label: 'Kind',
    help: 'With a password of this server, or at another OpenID Provider.',
    spec: ours('sign-in'),
    values: kinds,
    default: 'password',
    example: 'oidc',
  })
  kind: (typeof kinds)[number];

  @Flag({
    label: 'Enabled',
    help: 'Whether anybody can sign in with it.',
    spec: ours('sign-in'),
    default: true,
  })
  enabled: boolean;

  /** The authentication context class of its sign-ins: told as acr, asked for by acr_values. */
  @Text({
    label: 'Authentication context class',
    help: 'What its sign-ins are worth: told to applications as acr, and asked for by acr_values.',
    spec: oidcCore('2'),
    max: 255,
    pattern: /^[\x21-\x7e]+$/,
    patternHelp: 'have no spaces',
    example: 'urn:example:loa:2',
  })
  acr?: string;

  @HttpsUrl({
    label: 'Issuer',
    help: 'The issuer identifier of the OpenID Provider; its metadata is found there.',
    spec: oidcCore('2'),
    example: 'https://login.example.com',
  })
  issuer?: string;

  @Text({
    label: 'Client ID',
    help: 'What the OpenID Provider calls this server. Its redirect URI there is /sign-in/callback/ of the issuer, followed by the ID above.',
    spec: rfc(6749, '2.2'),
    max: 255,
    example: 'clientele',
  })
  client_id?: string;

  /** `private_key_jwt` signs with the keys of this server, which the provider finds at its jwks_uri. No secret is kept. */
  @Choice({
    label: 'Client authentication',
    help: 'How this server authenticates there: with its own published keys, or not at all (PKCE protects either).',
    spec: oidcCore('9'),
    values: methods,
    default: 'private_key_jwt',
  })
  token_endpoint_auth_method: (typeof methods)[number];

  @ScopeNames({
    label: 'Scope',
    help: 'What is asked for there; openid is part of it.',
    spec: rfc(6749, '3.3'),
    default: 'openid profile email',
  })
  scope: string;

  /**
   * The claim of the provider that is the username here. The account must exist: the provider vouches for whoever it
   * names. Only `sub` is certain to be one user's for ever; what else users are called, they may choose themselves. An
   * e-mail address counts only if it is verified.
   */
  @Choice({
    label: 'Claim with the username',
    help: 'Which claim names the account of this server. Choose another than sub only if users there cannot choose it.',
    spec: oidcCore('5.7'),
    values: usernameClaims,
    default: 'sub',
  })
  username_claim: (typeof usernameClaims)[number];

  /** Whoever runs such a provider can act as any administrator of this server, so only administrators set this. */
  @Flag({
    label: 'Also for accounts with a role',
    help: 'The provider also vouches for accounts with a role in this console. Only administrators can set this.',
    spec: ours('sign-in'),
    default: false,
  })
  vouches_for_roles: boolean;
}

export type Authenticator = RecordOf<AuthenticatorMembers>;

const providerIsNamed: ResourceRule<AuthenticatorMembers> = {
  id: 'openid-provider-is-named',
  spec: ours('sign-in'),
  check: (authenticator) =>
    (['issuer', 'client_id'] as const).flatMap((name) => {
      const present = authenticator[name] !== null;
      if (present === (authenticator.kind === 'oidc')) return [];
      return [violation(`/${name}`, present ? 'does not apply: it needs kind oidc' : 'must be present for kind oidc')];
    }),
};

const vouchesAsAProvider: ResourceRule<AuthenticatorMembers> = {
  id: 'password-vouches-for-nobody',
  spec: ours('sign-in'),
  check: ({ kind, vouches_for_roles }) =>
    vouches_for_roles && kind !== 'oidc'
      ? violation('/vouches_for_roles', 'must be false: it needs kind oidc')
      : undefined,
};

const openidIsAskedFor: ResourceRule<AuthenticatorMembers> = {
  id: 'openid-is-asked-for',
  spec: oidcCore('3.1.2.1'),
  check: ({ scope }) => (scope.split(' ').includes('openid') ? undefined : violation('/scope', 'must include openid')),
};

/** Whether an account may sign in with an authenticator: a provider is trusted with roles only where somebody says so. */
export function admitsRoles({ kind, vouches_for_roles }: Authenticator, roles: readonly string[]): boolean {
  return kind === 'password' || vouches_for_roles || roles.length === 0;
}

export const authenticators: Resource<'authenticators', AuthenticatorMembers> = {
  name: 'authenticators',
  members: AuthenticatorMembers,
  id: 'id',
  systemMembers: ['name', 'enabled', 'acr'],
  readByClientRules: ['acr', 'enabled'],
  rules: [providerIsNamed, vouchesAsAProvider, openidIsAskedFor],
  isForAdministrators: ({ vouches_for_roles }) => vouches_for_roles,
  standard: [{ id: 'password', name: 'Username and password' }],
};
