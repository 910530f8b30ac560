import { asymmetricSigningAlgs } from '@clientele/client-schema';

/** Algorithms accepted in client assertions: every one that a client's public key can verify. */
export const signingAlgsOfAssertions: readonly string[] = asymmetricSigningAlgs;
