import { type Client, type ClientOrigin, type KeptSecret } from '@clientele/client-schema';

/** A secret as it is kept: its verifier, and its value only where signatures are made with it. */
export interface SecretVerifier {
  readonly id: string;
  readonly field: KeptSecret;
  /** `sha256` for secrets of 256 random bits that we generated, `scrypt` for chosen ones. */
  readonly scheme: 'sha256' | 'scrypt';
  /** base64url of the SHA-256 digest, or `N$r$p$salt$key` with base64url salt and key. */
  readonly digest: string;
  /** Seconds since 1970 after which the secret is refused; null: never. */
  readonly expires_at: number | null;
  /** Whether a newer secret has replaced it, so that it lives out its retention period only. */
  readonly retired: boolean;
  /** The octets of its value, for HMAC (RFC 7518 §3.2); undefined: only the verifier is kept. */
  readonly key?: Uint8Array;
  /** The last characters of the plain secret, for people to recognise it by. */
  readonly hint: string;
}

/** A client as the registry keeps it. */
export interface ClientRecord {
  /** Internal id, never reused: what grants and tokens hang on, so that a deleted client_id inherits nothing. */
  readonly id: string;
  readonly client_id: string;
  readonly revision: number;
  readonly document: Client;
  /** How the client came to be. */
  readonly origin: ClientOrigin;
  /** Newest first. Expired and ended ones may be missing. */
  readonly secrets: readonly SecretVerifier[];
  /** The host of the document that makes the client; absent: the registry does, where somebody has looked at it. */
  readonly document_host?: string;
}

/** The registry, as the runtime reads it. Deleted clients are not found. */
export abstract class ClientStore {
  abstract find(client_id: string): Promise<ClientRecord | undefined>;

  /** The client_id of the client whose `public_client_id` is this; undefined: none. */
  abstract findPublic(public_client_id: string): Promise<string | undefined>;

  /** The client_ids of enabled clients with an `initiate_login_uri`, by their names: those that users can start. */
  abstract startable(page: { readonly offset: number; readonly limit: number }): Promise<readonly string[]>;

  /** Whether any enabled client lists this origin among its `allowed_origins`, itself or by a `*.` label. */
  abstract allowsOrigin(origin: string): Promise<boolean>;
}
