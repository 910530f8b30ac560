import { type CredentialManager, ours } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { Busy } from '../errors.js';
import { FetchFailed, type Incoming } from '../ports/fetcher.js';
import { type RegisteredClient } from '../registered-client.js';
import { type ProtocolRule } from '../steps.js';
import { type Attempt } from '../throttle.js';
import { introduction } from '../tokens/introduction.js';

const managerAgrees: ProtocolRule = {
  id: 'credential-manager-agrees',
  spec: ours('client-authentication'),
  error: 'invalid_client',
  description: 'client authentication failed',
  sentence: 'The credential manager of the client says that the secret is wrong.',
};

/**
 * Asks a store elsewhere whether a secret is right. It knows us by a JWT that is signed with a published key of this
 * server, for its address alone. It is asked each time: nothing of the secret stays here.
 * @throws OAuthError invalid_client for a wrong one; Busy when the manager does not say
 */
export async function askCredentialManager(
  secret: string,
  manager: CredentialManager,
  client: RegisteredClient,
  context: Context,
  attempt: Attempt,
): Promise<void> {
  // Before it is asked: what is guessed at many stores at once is still guessed here.
  await attempt.count();
  const { status } = await answerOf(manager, secret, client, context);
  const refuses = status === 401 || status === 403;
  if (!refuses && status !== 200 && status !== 204) {
    throw new Busy(`the credential manager ${manager.id} answered with status ${status}`);
  }
  context.steps.hold(managerAgrees, !refuses, { sent: `a secret of ${secret.length} characters` });
}

async function answerOf(
  { id, url }: CredentialManager,
  client_secret: string,
  { client_id }: RegisteredClient,
  { addresses, clock, fetcher, keyRing }: Context,
): Promise<Incoming> {
  const token = await introduction(url, { addresses, clock, keyRing });
  try {
    return await fetcher.send(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ client_id, client_secret }),
    });
  } catch (cause) {
    if (!(cause instanceof FetchFailed)) throw cause;
    throw new Busy(`the credential manager ${id} did not answer: ${cause.message}`, { cause });
  }
}
