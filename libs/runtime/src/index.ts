export { AuthorizationServer, type Options as AuthorizationServerOptions } from './authorization-server.js';
export { GuardedFetcher, type GuardedFetcherOptions } from './fetchers/guarded-fetcher.js';
export { BoundedCache } from './bounded-cache.js';
export { type ProtocolRequest, type ProtocolResponse } from './http.js';
export * from './ports/index.js';
export * from './sealer.js';
export * from './secrets.js';
export { InternalSigner } from './signers/internal.js';
export { type AccessTokenClaims } from './tokens/access-token.js';
