import { type AccessTokenManager, type Scope } from './settings-store.js';

const common = { kind: 'common', audience: null, roles: [] } as const;

/** The scopes every new server has: OpenID Connect Core §3.1.2.1, §5.4 and §11. */
export const standardScopes: readonly Scope[] = [
  { ...common, name: 'openid', description: 'Know who you are', claims: ['sub'] },
  {
    ...common,
    name: 'profile',
    description: 'See your profile',
    claims: [
      'name',
      'family_name',
      'given_name',
      'middle_name',
      'nickname',
      'preferred_username',
      'profile',
      'picture',
      'website',
      'gender',
      'birthdate',
      'zoneinfo',
      'locale',
      'updated_at',
    ],
  },
  { ...common, name: 'email', description: 'See your e-mail address', claims: ['email', 'email_verified'] },
  { ...common, name: 'address', description: 'See your postal address', claims: ['address'] },
  { ...common, name: 'phone', description: 'See your phone number', claims: ['phone_number', 'phone_number_verified'] },
  { ...common, name: 'offline_access', description: 'Stay signed in while you are away', claims: [] },
];

/** The access token managers every new server has. `jwt` is what clients inherit. */
export const standardAccessTokenManagers: readonly AccessTokenManager[] = [
  { id: 'jwt', name: 'JWT', format: 'jwt', signing_alg: 'ES256' },
  { id: 'jwt-rs256', name: 'JWT signed with RS256', format: 'jwt', signing_alg: 'RS256' },
  { id: 'opaque', name: 'Opaque token', format: 'opaque', signing_alg: null },
];
