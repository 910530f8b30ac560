import { type EffectiveClient } from '../client.js';
import { mayAuthenticateBy } from '../authentication-methods.js';
import { isInteractive } from '../interactive.js';
import { ownKeyFields, ownKeyParameters } from '../own-key-pair.js';
import { hasPrivateUseScheme, isLoopbackHost } from '../redirect-uri.js';
import { hasWildcard } from '../redirect-uri-wildcard.js';
import { type AccessTokenManager } from '../resources/access-token-managers.js';
import { algsOfKeyPair } from '../resources/key-pairs.js';
import { type RedirectUriValidationPolicy } from '../resources/redirect-uri-validation-policies.js';
import { type Read, type Server } from '../rule.js';
import { type ClientAssertionProfile, type ClientAuthenticationMethod } from '../vocabulary.js';
import { type ProfileFault, mustBe } from './profile-check.js';

/** The methods by which a client proves to hold a private key. */
const keyMethods: readonly ClientAuthenticationMethod[] = [
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
];

export const methodFields = [
  'token_endpoint_auth_method',
  'additional_token_endpoint_auth_methods',
  'secondary_token_endpoint_auth_method',
] as const;

/** Every method, first or second, proves that the client holds a private key. */
export function authenticatesWithAKey({
  token_endpoint_auth_method: first,
  additional_token_endpoint_auth_methods: additional,
  secondary_token_endpoint_auth_method: second,
}: Read<(typeof methodFields)[number]>): readonly ProfileFault[] {
  const isOfKey = (method: ClientAuthenticationMethod) => keyMethods.includes(method);
  const detail = `must be ${keyMethods.join(' or ')}`;
  return [
    ...(isOfKey(first)
      ? []
      : [
          {
            pointer: '/token_endpoint_auth_method',
            detail,
            // An additional method must be another than the first.
            mend: {
              token_endpoint_auth_method: 'private_key_jwt' as const,
              additional_token_endpoint_auth_methods: additional.filter(
                (method) => isOfKey(method) && method !== 'private_key_jwt',
              ),
            },
          },
        ]),
    ...(isOfKey(first) && !additional.every(isOfKey)
      ? [
          {
            pointer: '/additional_token_endpoint_auth_methods',
            detail: `must have no other entries than ${keyMethods.join(', ')}`,
            mend: { additional_token_endpoint_auth_methods: additional.filter(isOfKey) },
          },
        ]
      : []),
    ...(second === undefined || isOfKey(second)
      ? []
      : [
          {
            pointer: '/secondary_token_endpoint_auth_method',
            detail,
            mend: { secondary_token_endpoint_auth_method: null },
          },
        ]),
  ];
}

/** What proves nothing is another check’s to mend: what cannot authenticate cannot be confidential either. */
export function isConfidential(
  client: Read<'token_endpoint_auth_method' | 'confidential' | 'public_refresh_token' | 'public_revoke'>,
): readonly ProfileFault[] {
  return [
    ...(client.token_endpoint_auth_method === 'none' ? [] : mustBe(client, 'confidential', true)),
    ...mustBe(client, 'public_refresh_token', false),
    ...mustBe(client, 'public_revoke', false),
  ];
}

/** The algorithms of what is signed for a client and by it. */
const signedForIt = [
  'id_token_signed_response_alg',
  'userinfo_signed_response_alg',
  'authorization_signed_response_alg',
  'introspection_signed_response_alg',
] as const;
const signedByIt = [
  'request_object_signing_alg',
  'token_endpoint_auth_signing_alg',
  'secondary_token_endpoint_auth_signing_alg',
] as const;

export const algFields = [
  ...signedForIt,
  ...signedByIt,
  'grant_types',
  'allow_token_introspection',
  'key_pair_id',
  ...ownKeyFields,
] as const;

/** Nothing is signed with another algorithm. What the client signs may be left open: then it is any of these. */
export function signsWith(
  allowed: readonly NonNullable<EffectiveClient['token_endpoint_auth_signing_alg']>[],
  client: Read<(typeof algFields)[number]>,
  server: Server,
): readonly ProfileFault[] {
  const isInForce = {
    id_token_signed_response_alg: isInteractive(client.grant_types),
    userinfo_signed_response_alg: isInteractive(client.grant_types),
    authorization_signed_response_alg: isInteractive(client.grant_types),
    introspection_signed_response_alg: client.allow_token_introspection,
  };
  const available: readonly string[] = algsOfClient(client, server);
  const best = allowed.find((alg) => available.includes(alg));
  const isBad = (alg: string | undefined) => alg !== undefined && !allowed.some((one) => one === alg);
  const detail = `must be ${allowed.join(' or ')}`;
  return [
    ...signedForIt
      .filter((name) => isInForce[name] && isBad(client[name]))
      .map((name) => ({ pointer: `/${name}`, detail, ...(best && { mend: { [name]: best } }) })),
    ...signedByIt
      .filter((name) => isBad(client[name]))
      .map((name) => ({ pointer: `/${name}`, detail, mend: { [name]: null } })),
  ];
}

/** Access tokens of the client’s own manager are opaque, or signed with one of these algorithms. */
export function accessTokensAreSignedWith(
  allowed: readonly string[],
  { default_access_token_manager_id: used }: Read<'default_access_token_manager_id'>,
  { access_token_managers: managers }: Server,
): readonly ProfileFault[] {
  const isStrong = ({ format, signing_alg }: AccessTokenManager) =>
    format === 'opaque' || (signing_alg !== null && allowed.includes(signing_alg));
  const manager = managers.find(({ id }) => id === used);
  if (!manager || isStrong(manager)) return [];
  const strong = managers.find((one) => one.format === manager.format && !one.restrict_clients && isStrong(one));
  return [
    {
      pointer: '/default_access_token_manager_id',
      detail: `must make opaque tokens, or sign with ${allowed.join(' or ')}`,
      ...(strong && { mend: { default_access_token_manager_id: strong.id } }),
    },
  ];
}

function algsOfClient(client: Read<'key_pair_id' | (typeof ownKeyFields)[number]>, server: Server): readonly string[] {
  const pair = server.key_pairs.find(({ id }) => id === client.key_pair_id);
  const parameters = pair ?? ownKeyParameters(client);
  return parameters ? algsOfKeyPair(parameters) : server.signing_algs;
}

/** Redirect URIs are https addresses; those of a native application may lead to the machine that it runs on. */
export function redirectsAreSafe(
  { redirect_uris }: Read<'redirect_uris'>,
  mayBeLoopback: boolean,
): readonly ProfileFault[] {
  return redirect_uris.flatMap((uri, index) => {
    const pointer = `/redirect_uris/${index}`;
    if (hasWildcard(uri)) return [{ pointer, detail: 'must not have a wildcard' }];
    const url = URL.parse(uri);
    const isLoopback = url !== null && !hasPrivateUseScheme(uri) && isLoopbackHost(url.hostname);
    if (isLoopback ? mayBeLoopback : url?.protocol === 'https:') return [];
    return [{ pointer, detail: `must be an https address${mayBeLoopback ? ', or one of the own machine' : ''}` }];
  });
}

/** No policy lets a redirect URI stand for others. */
export function redirectsAreCompared(
  { redirect_uri_validation_policy_id: used }: Read<'redirect_uri_validation_policy_id'>,
  { redirect_uri_validation_policies: policies }: Server,
  mayDifferInPort: boolean,
): readonly ProfileFault[] {
  const policy = policies.find(({ id }) => id === used);
  if (!policy || isExact(policy, mayDifferInPort)) return [];
  const exact = policies.find((one) => isExact(one, false));
  return [
    {
      pointer: '/redirect_uri_validation_policy_id',
      detail: 'must be a policy that compares addresses exactly',
      ...(exact && { mend: { redirect_uri_validation_policy_id: exact.id } }),
    },
  ];
}

function isExact(policy: RedirectUriValidationPolicy, mayDifferInPort: boolean): boolean {
  return (
    !policy.allow_wildcards &&
    !policy.allow_localhost_variations &&
    !policy.allow_querystring_variations &&
    (mayDifferInPort || !policy.allow_loopback_ports)
  );
}

/** Assertions are read in one of these ways. */
export function readsAssertionsAs(
  profiles: readonly ClientAssertionProfile[],
  client: Read<'token_endpoint_auth_method' | 'additional_token_endpoint_auth_methods' | 'client_assertion_profile'>,
): readonly ProfileFault[] {
  if (!mayAuthenticateBy(client, 'private_key_jwt') || profiles.includes(client.client_assertion_profile)) return [];
  return [
    {
      pointer: '/client_assertion_profile',
      detail: `must be ${profiles.join(' or ')}`,
      mend: { client_assertion_profile: profiles[0]! },
    },
  ];
}
