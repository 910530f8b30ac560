import { asymmetricSigningAlgs, symmetricSigningAlgs } from '@clientele/client-schema';

/** Algorithms accepted in client assertions: every one that a key of a client can verify. */
export const signingAlgsOfAssertions: readonly string[] = [...asymmetricSigningAlgs, ...symmetricSigningAlgs];
