import { type ServerState } from '@clientele/client-schema';

export { type AccessTokenManager, type Scope, type ServerState } from '@clientele/client-schema';

export abstract class SettingsStore {
  /** Everything about the server that a request may depend on, of one moment. */
  abstract read(): Promise<ServerState>;

  /** The 32 octets that pairwise subjects are made with: from the first call on always the same, in every process. */
  abstract pairwiseKey(): Promise<Uint8Array>;
}
