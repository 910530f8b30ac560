import * as oauth from 'oauth4webapi';
import { type ConsoleConfig } from './config.js';
import { returnTo } from './return-to.js';

const pendingKey = 'clientele.sign-in';
/** Where the issuer sends the browser back after a sign-out, below the console: to a page that says so, or to sign in. */
const afterwards = { 'says-so': 'signed-out', 'signs-in': '' } as const;
const adminScopes = [
  'admin',
  'clients:read',
  'clients:write',
  'clients:secrets',
  'clients:all',
  'clients:purge',
  'settings:read',
  'settings:write',
  'keys:write',
  'accounts:write',
  'events:read',
] as const;
export type AdminScope = (typeof adminScopes)[number];

const scope = ['openid', 'profile', ...adminScopes].join(' ');

/** What must survive the redirect to the issuer and back, and nothing else. */
interface PendingSignIn {
  state: string;
  nonce: string;
  verifier: string;
  returnTo: string;
}

/** Somebody is signed in. Tokens live in the memory of this page and die with it. */
export interface Session {
  readonly sub: string;
  /** Whether whoever is signed in has a role in this registry; without one the API answers nothing. */
  readonly hasRole: boolean;
  /** Whether the API will let this session do what a scope stands for: the issuer grants what the account's role may. */
  may(scope: AdminScope): boolean;
  /** What people call whoever is signed in; undefined where the issuer does not say. */
  name(): Promise<string | undefined>;
  /** An access token that is good for at least some seconds. */
  accessToken(): Promise<string>;
  /** Revokes the tokens and leaves for the issuer, which ends its own session. @param next what comes then */
  signOut(next: keyof typeof afterwards): Promise<never>;
}

/** The issuer no longer renews this session; signing in again does. */
export class SessionEnded extends Error {
  constructor(options?: ErrorOptions) {
    super('Your session has ended. Sign in again to go on.', options);
    this.name = 'SessionEnded';
  }
}

/** The issuer refused the sign-in, in its own words. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}

export interface Issuer {
  readonly metadata: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly redirectUri: string;
  /** The address of the console, with a slash at its end. */
  readonly home: string;
  readonly options: { [oauth.allowInsecureRequests]?: boolean };
}

export async function discoverIssuer({ issuer, admin_url, client_id }: ConsoleConfig): Promise<Issuer> {
  const url = new URL(issuer);
  // The server itself refuses an http issuer that is not on the loopback interface.
  const options = { [oauth.allowInsecureRequests]: url.protocol === 'http:' };
  const metadata = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, options));
  const home = `${admin_url}/console/`;
  return { metadata, client: { client_id }, redirectUri: `${home}callback`, home, options };
}

/** Leaves for the issuer. Its own session makes the way back instant for somebody who is signed in there. */
export async function leaveToSignIn(issuer: Issuer, place: string): Promise<never> {
  const pending: PendingSignIn = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
    returnTo: returnTo(place, location.origin),
  };
  sessionStorage.setItem(pendingKey, JSON.stringify(pending));
  const url = new URL(issuer.metadata.authorization_endpoint!);
  url.search = new URLSearchParams({
    client_id: issuer.client.client_id,
    response_type: 'code',
    redirect_uri: issuer.redirectUri,
    scope,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
  }).toString();
  location.assign(url);
  return new Promise<never>(() => undefined);
}

/** Whether the issuer has sent the browser back after a sign-out. */
export function isSignedOut(url: URL): boolean {
  return url.pathname === `${import.meta.env.BASE_URL}${afterwards['says-so']}`;
}

export function isCallback(url: URL): boolean {
  return url.pathname === `${import.meta.env.BASE_URL}callback`;
}

/** Redeems the answer that the issuer sent the browser back with. Gives the session and the place to return to. */
export async function completeSignIn(issuer: Issuer, url: URL): Promise<{ session: Session; returnTo: string }> {
  const stored = sessionStorage.getItem(pendingKey);
  sessionStorage.removeItem(pendingKey);
  if (!stored) throw new SignInRefused('This sign-in was started elsewhere or is already complete.');
  const pending = JSON.parse(stored) as PendingSignIn;
  const { metadata, client, redirectUri, options } = issuer;
  try {
    const params = oauth.validateAuthResponse(metadata, client, url, pending.state);
    const response = await oauth.authorizationCodeGrantRequest(
      metadata,
      client,
      oauth.None(),
      params,
      redirectUri,
      pending.verifier,
      options,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(metadata, client, response, {
      expectedNonce: pending.nonce,
      requireIdToken: true,
    });
    return { session: sessionOf(issuer, tokens), returnTo: returnTo(pending.returnTo, location.origin) };
  } catch (cause) {
    throw new SignInRefused(reasonOf(cause), { cause });
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof oauth.AuthorizationResponseError || cause instanceof oauth.ResponseBodyError) {
    return cause.error_description ?? cause.error;
  }
  return cause instanceof Error ? cause.message : String(cause);
}

function sessionOf(issuer: Issuer, first: oauth.TokenEndpointResponse): Session {
  const { metadata, client, options } = issuer;
  const sub = oauth.getValidatedIdTokenClaims(first)!.sub;
  // RFC 6749 §5.1: a response without scope grants what was asked for.
  const granted = new Set((first.scope ?? scope).split(' '));
  let tokens = first;
  let goodUntil = expiry(first);
  let renewal: Promise<void> | undefined;

  async function renew(): Promise<void> {
    if (!tokens.refresh_token) throw new SessionEnded();
    try {
      const response = await oauth.refreshTokenGrantRequest(
        metadata,
        client,
        oauth.None(),
        tokens.refresh_token,
        options,
      );
      const renewed = await oauth.processRefreshTokenResponse(metadata, client, response);
      tokens = { ...tokens, ...renewed };
      goodUntil = expiry(renewed);
    } catch (cause) {
      // Only a refusal ends the session; a network that is down for a moment does not.
      if (cause instanceof oauth.ResponseBodyError) throw new SessionEnded({ cause });
      throw cause;
    }
  }

  async function accessToken(): Promise<string> {
    if (Date.now() > goodUntil) {
      // A rotated refresh token works once, so requests that start together share one renewal.
      renewal ??= renew().finally(() => (renewal = undefined));
      await renewal;
    }
    return tokens.access_token;
  }

  return {
    sub,
    hasRole: adminScopes.some((one) => granted.has(one)),
    may: (one) => granted.has(one) || granted.has('admin'),
    accessToken,
    async name() {
      // OpenID Connect Core §5.4: with the code flow, the profile's claims come from the userinfo endpoint.
      const response = await oauth.userInfoRequest(metadata, client, await accessToken(), options);
      const claims = await oauth.processUserInfoResponse(metadata, client, sub, response);
      return claims.name ?? claims.preferred_username;
    },
    async signOut(next) {
      const token = tokens.refresh_token ?? tokens.access_token;
      tokens = { ...tokens, access_token: '', refresh_token: undefined };
      goodUntil = 0;
      const response = await oauth.revocationRequest(metadata, client, oauth.None(), token, options);
      await oauth.processRevocationResponse(response);
      const url = new URL(metadata.end_session_endpoint!);
      url.search = new URLSearchParams({
        client_id: client.client_id,
        ...(tokens.id_token !== undefined && { id_token_hint: tokens.id_token }),
        post_logout_redirect_uri: new URL(afterwards[next], issuer.home).href,
      }).toString();
      location.assign(url);
      return new Promise<never>(() => undefined);
    },
  };
}

/** Some seconds before the token expires, as a request takes time to arrive. */
function expiry({ expires_in = 60 }: oauth.TokenEndpointResponse): number {
  return Date.now() + Math.max(expires_in - 15, expires_in / 2) * 1000;
}
