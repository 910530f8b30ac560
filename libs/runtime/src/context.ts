import { type OpenIdProviders } from './authenticators/openid-providers.js';
import { type Authorities } from './certificates/authorities.js';
import { type DpopNonces } from './dpop/nonces.js';
import { type ProtocolRequest } from './http.js';
import { type BackChannel } from './logout/back-channel.js';
import { type KeyRing } from './key-ring.js';
import { type Ports } from './ports/index.js';
import { type RegistryCache } from './registry-cache.js';
import { type RemoteKeys } from './remote-keys.js';
import { type Decoys } from './client-authentication/decoys.js';
import { type SecretChecker } from './client-authentication/secret-checker.js';
import { type Steps } from './steps.js';
import { type Subjects } from './subjects.js';
import { type Throttle } from './throttle.js';
import { type AccessTokens } from './tokens/access-token.js';

/** Where the server is reached. */
export interface Addresses {
  /** The issuer identifier: scheme and authority alone, since the endpoints stand at the root. No slash at its end. */
  readonly issuer: string;
  /** The admin listener as browsers reach it: receipts are read there. */
  readonly adminUrl: string;
  /** Undefined: the certificates of clients do not reach this server. */
  readonly mutualTls?: MutualTls | undefined;
}

/** How the certificates of clients reach the server, RFC 8705. */
export interface MutualTls {
  /** Where the endpoints are reached with a certificate, RFC 8705 §5; undefined: where they are reached without one. */
  readonly aliasUrl?: string | undefined;
  /** In PEM: authorities that are trusted beside those of the registry by clients that choose none. */
  readonly authorities: readonly string[];
}

/** What the endpoints share for the life of the server. */
export interface Services extends Ports {
  readonly addresses: Addresses;
  readonly registry: RegistryCache;
  readonly keyRing: KeyRing;
  readonly accessTokens: AccessTokens;
  readonly authorities: Authorities;
  readonly remoteKeys: RemoteKeys;
  readonly openIdProviders: OpenIdProviders;
  readonly secretChecker: SecretChecker;
  readonly decoys: Decoys;
  readonly dpopNonces: DpopNonces;
  readonly backChannel: BackChannel;
  readonly subjects: Subjects;
  /** Failed client authentications and sign-ins, by target and source. */
  readonly throttle: Throttle;
}

/** One request under way. */
export interface Context extends Services {
  readonly request: ProtocolRequest;
  readonly steps: Steps;
  /** The thumbprint of the key that a request for tokens has shown to hold, RFC 9449 §6.1; absent: of none. */
  readonly provenKey?: string;
}
