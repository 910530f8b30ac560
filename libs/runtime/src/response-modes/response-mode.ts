import { type Spec } from '@clientele/client-schema';
import { type ProtocolResponse } from '../http.js';

/** One way to return an authorization response: one file, one line in the registry. */
export interface ResponseMode {
  readonly mode: string;
  readonly spec: Spec;
  respond(
    redirectUri: string,
    parameters: Record<string, string>,
    headers?: Record<string, string | string[]>,
  ): ProtocolResponse;
}
