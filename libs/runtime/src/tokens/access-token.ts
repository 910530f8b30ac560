import { randomUUID } from 'node:crypto';
import { rfc, scopeNamed } from '@clientele/client-schema';
import { type AuthorizationDetail } from '../authorization-details/authorization-detail.js';
import { permittedDetails } from '../authorization-details/requested-details.js';
import { BoundedCache } from '../bounded-cache.js';
import { grantEnd } from '../grant-life.js';
import { type RequestedClaims } from '../claims-request/claims-request.js';
import { type KeyRing } from '../key-ring.js';
import { type Change } from '../ports/change-feed.js';
import { type AgentBinding, type Confirmation } from '../ports/grant-store.js';
import { type Ports } from '../ports/index.js';
import { type AccessTokenManager, type ServerState } from '../ports/settings-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { type RegistryCache } from '../registry-cache.js';
import { permittedScope } from '../scopes.js';
import { digestOf, randomToken } from '../secrets.js';
import { accountBehind } from '../sign-in.js';
import { type Subjects } from '../subjects.js';
import { type ProtocolRule, type Steps } from '../steps.js';
import { managerFor } from './access-token-manager.js';
import { claimsOfAccount, mappedClaims, pick, mapsClaims } from './user-claims.js';
import { readConfirmation } from './confirmation.js';
import { isNumericDate, parseJwt, verifiesWith } from './jwt.js';
import { signed } from './signed.js';

/** What an access token says, whatever its format. */
export interface AccessTokenClaims {
  readonly iss: string;
  /** The user as the client knows them, or the client where no user is involved (RFC 9068 §2.2). */
  readonly sub: string;
  /** The user's account, whatever the client calls them; no part of the token. Absent where no user is involved. */
  readonly account?: string;
  readonly client_id: string;
  readonly aud: readonly string[];
  readonly scope: readonly string[];
  /** Seconds since 1970. */
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  /** What the user is called now; no part of the token. Absent where no user is involved. */
  readonly username?: string;
  /** The access token manager that made it, `mgr` of a JWT; absent in JWTs of earlier versions. */
  readonly manager?: string;
  /** The grant it belongs to; absent where there is none. */
  readonly gid?: string | undefined;
  /** Internal id of the client, so that a deleted client's tokens never pass for a successor's. */
  readonly cid: string;
  /** What its user must hold; absent: nothing but the token. */
  readonly cnf?: Confirmation | undefined;
  /** What it is good for in detail, RFC 9396 §9; absent: nothing beyond its scope. */
  readonly authorization_details?: readonly AuthorizationDetail[] | undefined;
  /** What userinfo tells its client claim by claim; no part of the token. */
  readonly told?: RequestedClaims | undefined;
  /** Further claims that the token carries: about the user, or about the client. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
}

export interface IssuedAccessToken {
  readonly token: string;
  readonly expires_in: number;
}

/** What it takes to issue one. */
export interface AccessTokenOrder {
  readonly client: RegisteredClient;
  readonly sub: string;
  readonly scope: readonly string[];
  readonly grant?: string | undefined;
  /** How the user signed in; absent where `sub` is no user. */
  readonly signIn?: object | undefined;
  /** What it is bound to, where it is an agent's. */
  readonly agent?: AgentBinding | undefined;
  /** The APIs that it is for, where the request named them. */
  readonly resources?: readonly string[];
  /** Whom it is for besides the APIs of its scopes, where the request named no API. */
  readonly audience?: readonly string[];
  /** What it is good for in detail. */
  readonly authorization_details?: readonly AuthorizationDetail[];
  /** When the grant ends, in seconds since 1970: no token outlives it. */
  readonly ends?: number;
}

const verifiedLimit = 5_000;
/** RFC 9068 §2.1. */
const accessTokenType = 'at+jwt';

const managerExists: ProtocolRule = {
  id: 'access-token-manager-exists',
  spec: rfc(6749, '5.1'),
  error: 'temporarily_unavailable',
  description: 'the server cannot issue access tokens for this client right now',
  sentence: 'The client’s access token manager does not exist.',
};

const tokenCanBeSigned: ProtocolRule = {
  id: 'token-can-be-signed',
  spec: rfc(9068, '2.1'),
  error: 'temporarily_unavailable',
  description: 'the server cannot sign this token right now',
  sentence: 'No active key of the server fits the algorithm of the client’s access token manager.',
};

/** Issues access tokens as each client's access token manager says, and tells later what they are worth. */
export class AccessTokens {
  #verified = new BoundedCache<AccessTokenClaims>(verifiedLimit);

  constructor(
    private readonly issuer: string,
    private readonly registry: RegistryCache,
    private readonly keyRing: KeyRing,
    private readonly subjects: Subjects,
    private readonly ports: Pick<Ports, 'accounts' | 'artifacts' | 'grants' | 'clock'>,
  ) {}

  async issue(order: AccessTokenOrder, steps: Steps, cnf?: Confirmation): Promise<IssuedAccessToken> {
    const { client, sub, scope, grant, signIn, agent, resources = [], audience = [], ends = Infinity } = order;
    const { authorization_details = [] } = order;
    const iat = this.ports.clock.now();
    const server = await this.registry.server();
    const apis = resources.length > 0 ? resources : audienceOf(scope, audience, server);
    const manager = steps.need(managerExists, managerFor(client, apis));
    const { settings } = server;
    // The server's maximum may have been lowered since the client or the manager was written.
    const ttl = agent
      ? Math.min(client.agent_token_ttl, settings.max_agent_token_ttl)
      : Math.min(
          client.own_access_token_ttl ?? manager.access_token_ttl ?? client.access_token_ttl,
          settings.max_access_token_ttl,
        );
    const expires_in = Math.min(ttl, ends - iat);
    const aud = manager.audience.length === 0 ? apis : [...new Set([...apis, ...manager.audience])];
    const mapped = await this.#claims(manager, { client, sub, scope, signIn });
    const extra = agent ? { ...mapped, ...agent } : mapped;
    const claims: AccessTokenClaims = {
      iss: this.issuer,
      sub: signIn && client.sector !== undefined ? await this.subjects.of(client, sub) : sub,
      aud: aud.length > 0 ? aud : [client.client_id],
      manager: manager.id,
      client_id: client.client_id,
      scope,
      iat,
      exp: iat + expires_in,
      jti: randomUUID(),
      gid: grant,
      cid: client.id,
      cnf,
      authorization_details: authorization_details.length > 0 ? authorization_details : undefined,
      extra,
    };
    const token =
      // An agent's token outlives keys, and must end at once where it ends: nobody is to take its signature for an answer.
      agent || manager.format === 'opaque'
        ? await this.#issueOpaque(claims)
        : await this.#issueJwt(claims, manager.signing_alg ?? '', steps);
    return { token, expires_in };
  }

  /** What the client's claims mapper puts into access tokens, and what the manager has promised the APIs to tell. */
  async #claims(
    { claims }: AccessTokenManager,
    { client, sub, scope, signIn }: AccessTokenOrder,
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    const maps = mapsClaims('access_token', client);
    const tellsOfUser = signIn !== undefined && (claims.length > 0 || maps);
    if (!maps && !tellsOfUser) return undefined;
    const account = tellsOfUser ? await this.ports.accounts.find(sub) : undefined;
    return {
      ...(account && pick(claimsOfAccount(account), claims)),
      ...mappedClaims('access_token', { client, scope, account }, await this.registry.server()),
    };
  }

  /** What a token says, if this server issued it and it still stands: undefined for every other one. */
  async verify(token: string): Promise<AccessTokenClaims | undefined> {
    const claims = token.includes('.') ? await this.#readJwt(token) : await this.#readOpaque(token);
    if (!claims || claims.exp <= this.ports.clock.now()) return undefined;
    const client = await this.registry.client(claims.client_id);
    if (!client || client.id !== claims.cid || !client.enabled) return undefined;
    const known = claims.authorization_details ? await this.#withPermittedDetails(claims, client) : claims;
    return claims.gid === undefined ? ofClient(known, client) : this.#ofGrant(known, claims.gid, client);
  }

  /** Without the details whose type was switched off, or was taken from the client. */
  async #withPermittedDetails(claims: AccessTokenClaims, client: RegisteredClient): Promise<AccessTokenClaims> {
    const { authorization_details = [], ...others } = claims;
    const left = permittedDetails(authorization_details, client, await this.registry.server());
    return left.length > 0 ? { ...others, authorization_details: left } : others;
  }

  /** What a grant's token is worth now: nothing without the grant and its user, and no scope that was taken from either. */
  async #ofGrant(
    claims: AccessTokenClaims,
    gid: string,
    client: RegisteredClient,
  ): Promise<AccessTokenClaims | undefined> {
    const { grants, accounts } = this.ports;
    const isNamed = client.sector === undefined;
    const [grant, named] = await Promise.all([grants.find(gid), isNamed ? accounts.find(claims.sub) : undefined]);
    if (!grant || grant.revoked_at !== null || grantEnd(client, grant) <= this.ports.clock.now()) return undefined;
    const { sub, sign_in_epoch } = grant;
    if (sub === null) return ofClient(claims, client);
    // A pairwise subject names no account, also where the client has public ones by now.
    const account = named?.sub === sub ? named : await accounts.find(sub);
    const user = accountBehind({ sub, sign_in_epoch }, account);
    if (!user) return undefined;
    const scope = permittedScope(claims.scope, client, user, await this.registry.server());
    return {
      ...claims,
      scope,
      account: sub,
      username: user.username,
      ...(grant.claims && { told: grant.claims.userinfo }),
    };
  }

  /** Forgets which tokens were verified: the key of one may have been withdrawn. */
  forget({ kind }: Change): void {
    if (kind === 'keys') this.#verified = new BoundedCache(verifiedLimit);
  }

  /** Ends one token before its time. Resolves when the end is durable. */
  async revoke(token: string, claims: AccessTokenClaims): Promise<void> {
    if (token.includes('.')) await this.ports.artifacts.put('revoked_token', digestOf(claims.jti), true, claims.exp);
    else await this.ports.artifacts.take('access_token', nameOf(token));
  }

  async #issueJwt(claims: AccessTokenClaims, alg: string, steps: Steps): Promise<string> {
    const key = steps.need(tokenCanBeSigned, await this.keyRing.signerFor(alg), { registered: alg });
    // RFC 9068 §2.2: scope as one string; one audience as a string, since many resource servers read only that.
    const { iss, sub, client_id, aud, scope, authorization_details, iat, exp, jti, gid, cid, manager, cnf, extra } =
      claims;
    const told = {
      iss,
      sub,
      client_id,
      aud: aud.length === 1 ? aud[0] : aud,
      scope: scope.length > 0 ? scope.join(' ') : undefined,
      authorization_details,
      iat,
      exp,
      jti,
      gid,
      cid,
      mgr: manager,
      cnf,
    };
    return signed(steps, tokenCanBeSigned, key, alg, accessTokenType, extra ? { ...extra, ...told } : told);
  }

  async #issueOpaque(claims: AccessTokenClaims): Promise<string> {
    const token = opaqueToken(claims.exp);
    await this.ports.artifacts.put('access_token', nameOf(token), claims, claims.exp);
    return token;
  }

  async #readOpaque(token: string): Promise<AccessTokenClaims | undefined> {
    if (!isOpaqueToken.test(token)) return undefined;
    return this.ports.artifacts.get<AccessTokenClaims>('access_token', nameOf(token));
  }

  async #readJwt(token: string): Promise<AccessTokenClaims | undefined> {
    const name = digestOf(token);
    // What is verified while the keys change goes where nobody looks any more.
    const verified = this.#verified;
    let claims = verified.get(name);
    if (!claims) {
      claims = await this.#verifyJwt(token);
      if (!claims) return undefined;
      verified.set(name, claims);
    }
    const revoked = await this.ports.artifacts.get('revoked_token', digestOf(claims.jti));
    return revoked === undefined ? claims : undefined;
  }

  async #verifyJwt(token: string): Promise<AccessTokenClaims | undefined> {
    const parsed = parseJwt(token);
    if (!parsed || parsed.header['typ'] !== accessTokenType || typeof parsed.header['kid'] !== 'string')
      return undefined;
    const key = await this.keyRing.publicKey(parsed.header['kid']);
    // A key that signs for one client alone makes no access token, wherever it is kept.
    if (!key || key.client_id !== null || !(await verifiesWith(token, key.key, key.algs))) return undefined;
    return claimsOf(parsed.claims, this.issuer);
  }
}

/** A token that speaks of no user. */
function ofClient(claims: AccessTokenClaims, client: RegisteredClient): AccessTokenClaims {
  return { ...claims, scope: claims.scope.filter((name) => client.scopes.has(name)) };
}

const isOpaqueToken = /^[0-9a-z]{7}[\w-]{43}$/;

/**
 * 256 random bits behind the second of expiry. The names under which tokens are stored begin with it too, so that tokens
 * of one moment lie side by side in the database: a commit of many then writes a few pages and not one for each.
 */
function opaqueToken(exp: number): string {
  return exp.toString(36).padStart(7, '0') + randomToken();
}

function nameOf(token: string): string {
  return token.slice(0, 7) + digestOf(token);
}

/** The APIs that the scopes belong to, and those of `others`; each once. */
function audienceOf(scope: readonly string[], others: readonly string[], server: ServerState): readonly string[] {
  let known = apisOfScopes.get(scope);
  if (known?.server !== server) {
    const apis = [...new Set(scope.flatMap((name) => scopeNamed(server.scopes, name)?.audience ?? []))];
    apisOfScopes.set(scope, (known = { server, apis }));
  }
  return others.length === 0 ? known.apis : [...new Set([...known.apis, ...others])];
}

/** Worked out once for each list of scopes, which a client gets again and again, and each state of the server. */
const apisOfScopes = new WeakMap<
  readonly string[],
  { readonly server: ServerState; readonly apis: readonly string[] }
>();

/** Reads the claims of a token that this server signed; one of an older shape is not understood and does not stand. */
function claimsOf(claims: Readonly<Record<string, unknown>>, issuer: string): AccessTokenClaims | undefined {
  const { iss, sub, client_id, aud, scope, authorization_details, iat, exp, jti, gid, cid, mgr, cnf, ...extra } =
    claims;
  if (iss !== issuer || typeof sub !== 'string' || typeof client_id !== 'string' || typeof jti !== 'string') {
    return undefined;
  }
  const confirmation = readConfirmation(cnf);
  if (cnf !== undefined && !confirmation) return undefined;
  if (typeof cid !== 'string' || !isNumericDate(iat) || !isNumericDate(exp)) return undefined;
  return {
    iss,
    sub,
    client_id,
    aud: Array.isArray(aud) ? aud.map(String) : [String(aud)],
    scope: typeof scope === 'string' ? scope.split(' ') : [],
    iat,
    exp,
    jti,
    cid,
    ...(typeof gid === 'string' && { gid }),
    ...(typeof mgr === 'string' && { manager: mgr }),
    ...(confirmation && { cnf: confirmation }),
    // As we signed them.
    ...(Array.isArray(authorization_details) && {
      authorization_details: authorization_details as AuthorizationDetail[],
    }),
    ...(Object.keys(extra).length > 0 && { extra }),
  };
}
