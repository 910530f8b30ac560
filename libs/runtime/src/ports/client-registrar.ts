import { type Client, type ClientOrigin } from '@clientele/client-schema';
import { type SecretVerifier } from './client-store.js';

/** Who registers a client, or manages one. */
export interface Registrant {
  /** What the history calls them. */
  readonly name: string;
  /** The account of a signed-in user, who will own the client; absent: nobody does. */
  readonly owner?: string | undefined;
  /** The client whose access token it is, or that manages itself; null: none. */
  readonly client_id: string | null;
  readonly origin: Extract<ClientOrigin, 'registration' | 'open_registration' | 'registered_copy'>;
}

/** A registration access token as it is kept, RFC 7592 §3. */
export interface NewRegistrationToken {
  /** base64url of the SHA-256 digest. */
  readonly digest: string;
  /** Seconds since 1970; null: it does not expire. */
  readonly expires_at: number | null;
}

/** A registered client, as itself may see it. */
export interface Registration {
  readonly client_id: string;
  readonly document: Client;
  readonly origin: ClientOrigin;
  /** Seconds since 1970. */
  readonly issued_at: number;
  /** Its secrets, the one in use first, and its registration access token among them. */
  readonly secrets: readonly SecretVerifier[];
}

/** What came of a registration: the client, with the secret that it brought, or every fault of the document. */
export type Registered =
  | { readonly registration: Registration; readonly client_secret: string | undefined }
  | { readonly faults: readonly RegistrationFault[] };

export interface RegistrationFault {
  /** JSON pointer of the faulty member. */
  readonly pointer: string;
  /** What must hold, in words that follow its name. */
  readonly detail: string;
}

/** The registry, as clients write to it that register themselves. It holds them to what every client is held to. */
export abstract class ClientRegistrar {
  abstract create(
    document: Partial<Client>,
    by: Registrant,
    token: NewRegistrationToken | undefined,
  ): Promise<Registered>;

  /** Also one that is disabled; not a deleted one. */
  abstract find(client_id: string): Promise<Registration | undefined>;

  /**
   * Replaces `fields` by what the document says of them; the others are not the client's to change.
   * @param held the id of the registration access token that this is done with
   * @param next takes its place; undefined: it stays
   * @returns undefined where the token has ended by now
   */
  abstract replace(
    client_id: string,
    change: { readonly document: Partial<Client>; readonly fields: ReadonlySet<string> },
    by: Registrant,
    held: string,
    next: NewRegistrationToken | undefined,
  ): Promise<Registered | undefined>;

  /** Deletes the client as an administrator would. `ended`: the token has by now; `refused`: it is not the client's to end. */
  abstract remove(client_id: string, by: Registrant, held: string): Promise<'removed' | 'ended' | 'refused'>;
}
