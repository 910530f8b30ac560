import { type ClaimDestination, type ClaimsMapper, claimedClientFields, scopeNamed } from '@clientele/client-schema';
import { serverClaims } from '@clientele/client-schema/server-claims';
import { type ClaimsRequest, type RequestedClaims, isWanted } from '../claims-request/claims-request.js';
import { permittedClaims } from '../claims-request/requested-claims.js';
import { type Account } from '../ports/account-store.js';
import { type ServerState } from '../ports/settings-store.js';
import { type RegisteredClient } from '../registered-client.js';

type Claims = Readonly<Record<string, unknown>>;

/** Everything that is known of a user, OpenID Connect Core §5.1. */
export function claimsOfAccount({ username, claims }: Account): Claims {
  return { preferred_username: username, ...claims };
}

/** These claims among others, as far as there are such; those that the server itself makes are left to it. */
export function pick(claims: Claims, names: Iterable<string>): Claims {
  return Object.fromEntries(
    [...new Set(names)]
      .filter((name) => Object.hasOwn(claims, name) && !serverClaims.has(name))
      .map((name) => [name, claims[name]]),
  );
}

/** Whom claims are about. */
export interface ClaimSubject {
  readonly client: RegisteredClient;
  readonly scope: readonly string[];
  /** Absent where no user is involved. */
  readonly account: Account | undefined;
}

/** Whether the client’s claims mapper puts anything there: the account is read for nothing less. */
export function mapsClaims(destination: ClaimDestination, client: RegisteredClient): boolean {
  return mapperOf(destination, client)[destination].length > 0;
}

/**
 * What a token or answer tells, as the client's claims mapper says. Of the user only what a granted scope stands for: a
 * mapper decides where a claim goes, and the user whether it is told at all.
 */
export function mappedClaims(
  destination: ClaimDestination,
  { client, scope, account }: ClaimSubject,
  { scopes, extended_property_definitions }: ServerState,
): Claims {
  const mapper = mapperOf(destination, client);
  const listed: readonly string[] = mapper[destination];
  if (listed.length === 0) return {};
  const granted = new Set(scope.flatMap((name) => scopeNamed(scopes, name)?.claims ?? []));
  const names = new Set(listed.includes('*') ? [...granted, ...listed.filter((name) => name !== '*')] : listed);
  const user = account ? claimsOfAccount(account) : {};
  const several = new Set(
    extended_property_definitions.filter(({ multi_valued }) => multi_valued).map(({ name }) => name),
  );
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const source = Object.hasOwn(mapper.sources, name) ? mapper.sources[name]! : name;
      const value = source.startsWith('client:')
        ? clientValue(client, source.slice('client:'.length), several)
        : granted.has(name) && Object.hasOwn(user, source)
          ? user[source]
          : undefined;
      return value === undefined || serverClaims.has(name) ? [] : [[name, value] as const];
    }),
  );
}

/**
 * What a token or answer tells because the request asked for it by name, OpenID Connect Core §5.5: as far as there is such
 * a value, it is one of those that are wanted, and the client may be told it.
 */
export function claimsByName(
  destination: keyof ClaimsRequest,
  requested: RequestedClaims,
  { client, account }: ClaimSubject,
  server: ServerState,
): Claims {
  const none = { userinfo: {}, id_token: {} };
  const permitted = account && permittedClaims({ ...none, [destination]: requested }, client, account, server);
  if (!permitted) return {};
  const { sources } = mapperOf(destination, client);
  const user = claimsOfAccount(account);
  return Object.fromEntries(
    Object.entries(permitted[destination]).flatMap(([name, wanted]) => {
      const source = Object.hasOwn(sources, name) ? sources[name]! : name;
      const isTold = Object.hasOwn(user, source) && !serverClaims.has(name) && isWanted(user[source], wanted);
      return isTold ? [[name, user[source]] as const] : [];
    }),
  );
}

function mapperOf(
  destination: ClaimDestination,
  { claims_mapper, oidc_policy, userinfo_policy }: RegisteredClient,
): ClaimsMapper {
  if (destination === 'userinfo') return userinfo_policy;
  return destination === 'id_token' ? oidc_policy : claims_mapper;
}

function clientValue(client: RegisteredClient, name: string, several: ReadonlySet<string>): unknown {
  const field = claimedClientFields.find((known) => known === name);
  if (field) return client[field];
  if (!Object.hasOwn(client.extended_properties, name)) return undefined;
  const values = client.extended_properties[name]!;
  return several.has(name) ? values : values[0];
}
