import { type Client, type ClientOrigin, type Layers, clientFields, effectiveValues } from '@clientele/client-schema';
import { serverSetMembers } from '@clientele/client-schema/fields/general/audit';
import { type StoredClient } from '@clientele/storage';
import { type Document } from '../http/body.js';
import { Json } from '../http/json.js';
import { type Members } from '../http/whole-document.js';
import { secretViewOf } from './client-secret.js';
import { type PublicHalf } from './own-key-pair.js';

/** The members of a client, as requests may treat them. */
export const members: Members = {
  writable: new Set(clientFields.keys()),
  serverOwned: new Set([
    ...serverSetMembers.map(({ name }) => name),
    ...[...clientFields.values()].filter(({ options }) => options.access === 'read_only').map(({ name }) => name),
  ]),
  address: 'client_id',
};

/** A client as the admin API shows it: its document and what the server knows of it. No secret, no digest. */
export interface ClientView extends Client, ManagesItself {
  client_id: string;
  revision: number;
  system: boolean;
  created_at: string;
  created_by: string;
  /** How it came to be. */
  origin: ClientOrigin;
  updated_at: string;
  updated_by: string;
  /** Seconds since 1970, RFC 7591 §3.2.1. */
  client_id_issued_at: number;
  client_secret_changed_at: string | null;
  /** Replaced secrets that still work, until their retention period is over. */
  retained_client_secrets: { id: string; created_at: string; expires_at: string | null }[];
  /** Public half of the key that signs for it, PEM; null: neither a pair that it names nor one of its own does. */
  public_key: string | null;
  /** The same as a decentralised identifier. */
  did: string | null;
  last_used_at: string | null;
  /** When it was deleted; null: it is not. */
  trashed_at: string | null;
}

/** How a client that registered itself manages its registration, RFC 7592 §3; null: it does not. */
export interface ManagesItself {
  readonly registration_client_uri: string | null;
  /** The token itself is known to the client alone. */
  readonly registration_access_token: { created_at: string; expires_at: string | null } | null;
}

export function managementOf({ client_id, secrets }: StoredClient, issuer: string): ManagesItself {
  const token = secrets.find(({ field }) => field === 'registration_access_token');
  if (!token) return { registration_client_uri: null, registration_access_token: null };
  const { created_at, expires_at } = secretViewOf(token);
  return {
    registration_client_uri: `${issuer}/register/${encodeURIComponent(client_id)}`,
    registration_access_token: { created_at, expires_at },
  };
}

/** A client in the answer that sets its secrets: the only time they are shown. */
export interface ClientWithSecret extends ClientView {
  client_secret?: string;
  secondary_client_secret?: string;
}

/** @param now in seconds since 1970 */
export function viewOf(client: StoredClient, now: number, half: PublicHalf & ManagesItself): ClientView {
  return { ...client.document, client_id: client.client_id, ...knownOf(client, now, half) };
}

/** The view in JSON, out of the document as it is stored. */
export function viewInJson(client: StoredClient, now: number, half: PublicHalf & ManagesItself): Json {
  return new Json(`${client.json.slice(0, -1)},${JSON.stringify(knownOf(client, now, half)).slice(1)}`);
}

/** What the server knows of a client, beside its document. */
function knownOf(client: StoredClient, now: number, half: PublicHalf & ManagesItself): Omit<ClientView, keyof Client> {
  return {
    revision: client.revision,
    system: client.system,
    created_at: client.created_at,
    created_by: client.created_by,
    origin: client.origin,
    updated_at: client.updated_at,
    updated_by: client.updated_by,
    client_id_issued_at: Math.floor(Date.parse(client.created_at) / 1000),
    client_secret_changed_at: client.secret_changed_at,
    retained_client_secrets: retainedSecrets(client, now),
    ...half,
    last_used_at: client.last_used_at,
    trashed_at: client.trashed_at,
  };
}

/** Takes out of a client what the caller wants to see. */
export type PickMembers = (view: ClientView) => Partial<ClientView>;

/** Names of what a client shows. */
export const shownMembers: ReadonlySet<string> = new Set([
  ...[...clientFields.values()].filter(({ options }) => options.access !== 'write_only').map(({ name }) => name),
  ...serverSetMembers.map(({ name }) => name),
]);

function retainedSecrets({ secrets }: StoredClient, now: number): ClientView['retained_client_secrets'] {
  return secrets
    .filter(({ field, retired, expires_at }) => field === 'client_secret' && retired && (expires_at ?? Infinity) > now)
    .map(secretViewOf)
    .map(({ id, created_at, expires_at }) => ({ id, created_at, expires_at }));
}

/** Every value that is in force for a client, and where it comes from. */
export function effectiveValuesOf(client: Client, server: Layers): Document {
  return Object.fromEntries(
    [...effectiveValues(client, server)].map(([name, { value, origin }]) => [name, { value: value ?? null, origin }]),
  );
}
