import { type Spec } from '@clientele/client-schema';
import { type Context, type Services } from '../context.js';
import { type ProtocolResponse } from '../http.js';

/** One address of the issuer: one file, one line in the registry. */
export interface Endpoint {
  /** The path, or its beginning where `prefix` is set. */
  readonly path: string;
  readonly prefix?: boolean;
  readonly spec: Spec;
  readonly methods: readonly string[];
  /** How failures are told: to a program as JSON, to a person as a page, or as a challenge to a bearer token. */
  readonly answers: 'json' | 'page' | 'challenge';
  /** Which browser origins may read the answers: any, those registered with the client, or none. */
  readonly cors: 'any' | 'client' | 'none';
  /** Members that the endpoint adds to the server's metadata, RFC 8414 §2. */
  metadata?(services: Services): Record<string, unknown> | Promise<Record<string, unknown>>;
  handle(context: Context): Promise<ProtocolResponse>;
}
