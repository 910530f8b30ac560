import { asymmetricSigningAlgs, symmetricSigningAlgs } from '@clientele/client-schema';
import { type Services } from '../context.js';

/** Algorithms accepted in client assertions: every one that a key of a client can verify. */
export const signingAlgsOfAssertions: readonly string[] = [...asymmetricSigningAlgs, ...symmetricSigningAlgs];

/** Algorithms of ID tokens and signed userinfo answers: those with a key, those of secrets, and `none` where it is permitted. */
export async function signingAlgsOfResponses({ keyRing, registry }: Services): Promise<readonly string[]> {
  const { settings } = await registry.server();
  return [
    ...(await keyRing.allAlgs()),
    ...symmetricSigningAlgs,
    ...(settings.allow_unsigned_responses ? ['none'] : []),
  ];
}
