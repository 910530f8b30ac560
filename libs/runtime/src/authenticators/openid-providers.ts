import * as openid from 'openid-client';
import { type Authenticator } from '@clientele/client-schema';
import { BoundedCache } from '../bounded-cache.js';
import { type KeyRing } from '../key-ring.js';
import { type Clock } from '../ports/clock.js';
import { FetchFailed, type Fetcher } from '../ports/fetcher.js';
import { randomToken } from '../secrets.js';
import { signJwt } from '../tokens/jwt.js';

/** Seconds for which the metadata of a provider is used. */
const metadataLifetime = 300;
/** Seconds that an assertion of this server lives: it is made for one request. */
const assertionLifetime = 60;
/** Seconds for which a provider may keep us waiting. */
const patience = 5;

/** Where users come back to; the id of the authenticator follows. */
export const callbackPath = '/sign-in/callback/';

const algsOfAssertions = 'token_endpoint_auth_signing_alg_values_supported';

/** What a sign-in at a provider has to come back with. */
export interface Expectation {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Seconds; undefined: any age will do. */
  readonly max_age?: number;
}

/** What a provider is asked for besides, as parameters of OpenID Connect Core §3.1.2.1. */
interface Asked {
  /** One tag of ui_locales. */
  readonly language: string;
  /** Seconds. */
  readonly max_age?: number;
  readonly login_hint?: string;
  readonly prompt?: 'select_account';
}

/** A provider did not do its part. `message` says what went wrong, for operators. */
export class ProviderFailed extends Error {
  override readonly name = 'ProviderFailed';
}

interface Known {
  readonly configuration: Promise<openid.Configuration>;
  readonly until: number;
}

/**
 * Sign-ins at other OpenID Providers: the code flow with PKCE, state and nonce (OpenID Connect Core §3.1), over the
 * guarded fetcher. Each provider has a redirect URI of its own, so that none can have a code sent here that another made:
 * RFC 9700 §4.4.2.2. The `iss` of an answer and of its ID token is checked besides.
 */
export class OpenIdProviders {
  readonly #known = new BoundedCache<Known>(200);

  constructor(
    private readonly fetcher: Fetcher,
    private readonly keyRing: KeyRing,
    private readonly clock: Clock,
    private readonly issuer: string,
  ) {}

  /** Where users come back to from a provider. */
  redirectUri({ id }: Authenticator): string {
    return `${this.issuer}${callbackPath}${id}`;
  }

  /**
   * The address that a user is sent to, and what must come back.
   * @throws ProviderFailed
   */
  async begin(
    provider: Authenticator,
    { language, max_age, login_hint, prompt }: Asked,
  ): Promise<{ address: string; expected: Expectation }> {
    const configuration = await this.#configuration(provider);
    const expected: Expectation = {
      state: randomToken(16),
      nonce: randomToken(16),
      verifier: openid.randomPKCECodeVerifier(),
      ...(max_age !== undefined && { max_age }),
    };
    const address = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: this.redirectUri(provider),
      scope: provider.scope,
      state: expected.state,
      nonce: expected.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(expected.verifier),
      code_challenge_method: 'S256',
      ui_locales: language,
      ...(max_age !== undefined && { max_age: String(max_age) }),
      ...(login_hint !== undefined && { login_hint }),
      ...(prompt !== undefined && { prompt }),
    });
    return { address: address.href, expected };
  }

  /**
   * The claims of the ID token, and of userinfo where there is one, about the user who came back.
   * @param query of the address that the provider sent the user to
   * @throws ProviderFailed, also when the provider tells of an error
   */
  async finish(provider: Authenticator, query: string, expected: Expectation): Promise<Record<string, unknown>> {
    const configuration = await this.#configuration(provider);
    const { state, nonce, verifier, max_age } = expected;
    return orFailed(async () => {
      const tokens = await openid.authorizationCodeGrant(
        configuration,
        new URL(`${this.redirectUri(provider)}?${query}`),
        {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
          ...(max_age !== undefined && { maxAge: max_age }),
        },
      );
      const claims = tokens.claims()!;
      const userinfo = configuration.serverMetadata().userinfo_endpoint
        ? await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub)
        : {};
      return { ...userinfo, ...claims };
    });
  }

  async #configuration(provider: Authenticator): Promise<openid.Configuration> {
    const key = JSON.stringify([provider.issuer, provider.client_id, provider.token_endpoint_auth_method]);
    const known = this.#known.get(key);
    if (known && known.until > this.clock.now()) return orFailed(() => known.configuration);
    const configuration = this.#discover(provider);
    this.#known.set(key, { configuration, until: this.clock.now() + metadataLifetime });
    // What cannot be reached now is asked again by the next user.
    configuration.catch(() => this.#known.delete(key));
    return orFailed(() => configuration);
  }

  async #discover({ issuer, client_id, token_endpoint_auth_method }: Authenticator): Promise<openid.Configuration> {
    const configuration = await openid.discovery(
      new URL(issuer!),
      client_id!,
      undefined,
      token_endpoint_auth_method === 'none' ? openid.None() : this.#assertion(),
      {
        timeout: patience,
        [openid.customFetch]: (url, options) => this.#fetch(url, options),
        execute: [openid.enableNonRepudiationChecks],
      },
    );
    checkMetadata(configuration.serverMetadata());
    return configuration;
  }

  /** private_key_jwt with a key of this server, which the provider finds at our jwks_uri: RFC 7523 §2.2. */
  #assertion(): openid.ClientAuth {
    // oxlint-disable-next-line typescript/no-misused-promises -- oauth4webapi, which calls it, waits for it
    return async (provider, client, body) => {
      const offered = (provider[algsOfAssertions] ?? ['RS256']) as readonly string[];
      const signer = await this.keyRing.ownSigner(offered);
      if (!signer) throw new ProviderFailed('the provider takes no algorithm of this server’s keys');
      const iat = this.clock.now();
      body.set('client_id', client.client_id);
      body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      body.set(
        'client_assertion',
        await signJwt(signer.key, signer.alg, 'JWT', {
          iss: client.client_id,
          sub: client.client_id,
          aud: provider.issuer,
          iat,
          exp: iat + assertionLifetime,
          jti: randomToken(16),
        }),
      );
    };
  }

  async #fetch(url: string, { method, headers, body }: openid.CustomFetchOptions): Promise<Response> {
    const text = body === undefined || body === null ? undefined : String(body as URLSearchParams | string);
    const answer = await this.fetcher.send(url, { method, headers, ...(text !== undefined && { body: text }) });
    return new Response(answer.body === '' ? null : answer.body, { status: answer.status, headers: answer.headers });
  }
}

/** The library believes what metadata say of themselves, and would fail on the way. @throws ProviderFailed */
function checkMetadata(metadata: Readonly<Record<string, unknown>>): void {
  const wrong = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'].find((name) => !isHttpsUrl(metadata[name]));
  if (wrong !== undefined) throw new ProviderFailed(`the metadata of the provider has no ${wrong} with https`);
  const offered = metadata[algsOfAssertions];
  if (offered !== undefined && !Array.isArray(offered))
    throw new ProviderFailed(`${algsOfAssertions} in the metadata of the provider is no list`);
}

function isHttpsUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.parse(value)?.protocol === 'https:';
}

async function orFailed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ProviderFailed) throw cause;
    // The library's errors say what was wrong with the provider's answer; ours, why there was none.
    const failures = [
      openid.ClientError,
      openid.AuthorizationResponseError,
      openid.ResponseBodyError,
      openid.WWWAuthenticateChallengeError,
      FetchFailed,
    ];
    if (failures.some((failure) => cause instanceof failure))
      throw new ProviderFailed((cause as Error).message, { cause });
    throw cause;
  }
}
