import { asymmetricSigningAlgs, symmetricSigningAlgs } from '@clientele/client-schema';
import { type Services } from '../context.js';

/** Algorithms accepted in client assertions: every one that a key of a client can verify. */
export const signingAlgsOfAssertions: readonly string[] = [...asymmetricSigningAlgs, ...symmetricSigningAlgs];

/** Algorithms of authorization answers that are a JWT: `none` is not among them, JARM §3. */
export async function signingAlgsOfAnswers({ keyRing }: Pick<Services, 'keyRing'>): Promise<readonly string[]> {
  return [...(await keyRing.allAlgs()), ...symmetricSigningAlgs];
}

/** Algorithms of ID tokens and signed userinfo answers: those with a key, those of secrets, and `none` where it is permitted. */
export async function signingAlgsOfResponses(services: Services): Promise<readonly string[]> {
  const { settings } = await services.registry.server();
  return [...(await signingAlgsOfAnswers(services)), ...(settings.allow_unsigned_responses ? ['none'] : [])];
}
