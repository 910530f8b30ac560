import { type Json, type JsonSchema } from '../../field.js';

/** A member of a client that the server sets and that no request may name. */
export interface ServerSetMember {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly schema: JsonSchema;
  readonly example: Json;
}

/**
 * How a client can come to be. By itself: as it likes with somebody’s leave (`registration`) or without
 * (`open_registration`), or as a copy of another (`registered_copy`).
 */
export const clientOrigins = [
  'console',
  'api',
  'registration',
  'open_registration',
  'registered_copy',
  'import',
  'bootstrap',
  'server',
] as const;
export type ClientOrigin = (typeof clientOrigins)[number];

const instant: JsonSchema = { type: 'string', format: 'date-time' };

/** What the server records of a client, in the order in which it is shown. */
export const serverSetMembers: readonly ServerSetMember[] = [
  {
    name: 'revision',
    label: 'Revision',
    help: 'Counts the changes of this client; the ETag of its address.',
    schema: { type: 'integer', minimum: 1 },
    example: 3,
  },
  {
    name: 'system',
    label: 'System client',
    help: 'Made by the server for itself; cannot be deleted.',
    schema: { type: 'boolean' },
    example: false,
  },
  {
    name: 'created_at',
    label: 'Created',
    help: 'When the client was created, in UTC.',
    schema: instant,
    example: '2026-01-15T09:30:00Z',
  },
  {
    name: 'created_by',
    label: 'Created by',
    help: 'The user or client that created it; clientele for what the server made itself.',
    schema: { type: 'string' },
    example: 'admin',
  },
  {
    name: 'origin',
    label: 'Came by',
    help: 'How the client came to be: through the console, the API, an import, or by registering itself.',
    schema: { type: 'string', enum: [...clientOrigins] },
    example: 'console',
  },
  {
    name: 'updated_at',
    label: 'Last changed',
    help: 'When the client was last changed, in UTC.',
    schema: instant,
    example: '2026-02-01T16:05:00Z',
  },
  {
    name: 'updated_by',
    label: 'Last changed by',
    help: 'The user or client that last changed it.',
    schema: { type: 'string' },
    example: 'clientele-automation',
  },
  {
    name: 'client_id_issued_at',
    label: 'Client ID issued',
    help: 'When the client ID was issued, in seconds since 1970 (RFC 7591 §3.2.1).',
    schema: { type: 'integer', minimum: 0 },
    example: 1_768_469_400,
  },
  {
    name: 'registration_client_uri',
    label: 'Registration address',
    help: 'Where a client that registered itself manages its registration (RFC 7592 §3); null for any other.',
    schema: { type: ['string', 'null'], format: 'uri' },
    example: null,
  },
  {
    name: 'registration_access_token',
    label: 'Registration access token',
    help: 'Since when and until when the token for that works, which only the client knows; null for a client without one.',
    schema: {
      type: ['object', 'null'],
      required: ['created_at', 'expires_at'],
      properties: { created_at: instant, expires_at: { ...instant, type: ['string', 'null'] } },
    },
    example: null,
  },
  {
    name: 'client_secret_changed_at',
    label: 'Secret changed',
    help: 'When the client secret was last changed, in UTC; null for a client without one.',
    schema: { ...instant, type: ['string', 'null'] },
    example: '2026-01-15T09:30:00Z',
  },
  {
    name: 'retained_client_secrets',
    label: 'Replaced secrets',
    help: 'Replaced secrets that still work, until their retention period is over; each may be ended before.',
    schema: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'created_at', 'expires_at'],
        properties: {
          id: { type: 'string' },
          created_at: instant,
          expires_at: { ...instant, type: ['string', 'null'] },
        },
      },
    },
    example: [],
  },
  {
    name: 'public_key',
    label: 'Public key',
    help: 'Public half of the key that signs for the client, in PEM; null for a client without a key pair that it names or has for itself.',
    schema: { type: ['string', 'null'] },
    example: null,
  },
  {
    name: 'did',
    label: 'DID',
    help: 'The same key as a decentralised identifier of the method key_pair_did_method.',
    schema: { type: ['string', 'null'] },
    example: null,
  },
  {
    name: 'last_used_at',
    label: 'Last used',
    help: 'When the client last obtained a token, in UTC; null if it never did.',
    schema: { ...instant, type: ['string', 'null'] },
    example: '2026-02-03T11:00:00Z',
  },
  {
    name: 'trashed_at',
    label: 'Deleted',
    help: 'When the client was deleted, in UTC; null: it is not.',
    schema: { ...instant, type: ['string', 'null'] },
    example: null,
  },
];
