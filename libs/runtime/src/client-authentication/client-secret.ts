import { rfc } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type SecretVerifier } from '../ports/client-store.js';
import { type ClientProof, type RegisteredClient } from '../registered-client.js';
import { type Facts, type ProtocolRule } from '../steps.js';
import { type Attempt } from '../throttle.js';
import { askCredentialManager } from './credential-manager.js';
import { type SecretCredentials } from './credentials.js';
import { type SecretChecker } from './secret-checker.js';

const secretMatches: ProtocolRule = {
  id: 'client-secret-matches',
  spec: rfc(6749, '2.3.1'),
  error: 'invalid_client',
  description: 'client authentication failed',
  sentence: 'The secret is none of the client’s secrets.',
};

const secretIsCurrent: ProtocolRule = {
  ...secretMatches,
  id: 'client-secret-is-current',
  sentence: 'The secret was replaced, and its retention period is over.',
};

const secretIsFormEncoded: ProtocolRule = {
  ...secretMatches,
  id: 'client-secret-is-form-encoded',
  sentence:
    'The secret is right, but it was not form-encoded before it was put into the Authorization header: characters such ' +
    'as + and % must be percent-encoded.',
};

/**
 * Checks a secret against the client's, newest first.
 * @param raw the secret before form-decoding, where it was decoded
 * @returns the id of the secret that fitted; undefined: it is kept elsewhere, where it was found to be right
 */
export async function verifySecret(
  presented: string,
  raw: string | undefined,
  { secrets, credential_manager }: ClientProof,
  client: RegisteredClient,
  context: Context,
  attempt: Attempt,
): Promise<string | undefined> {
  const { secretChecker, steps } = context;
  if (credential_manager) {
    await askCredentialManager(presented, credential_manager, client, context, attempt);
    return undefined;
  }
  const found = await secretChecker.find(presented, secrets, attempt);
  if (found) {
    steps.hold(secretMatches, true);
    return found.id;
  }
  // The two mistakes that look like a wrong secret have rules of their own. They are looked for on refusal only, and
  // the caller learns nothing: code and description are the same.
  const { rawFits, expired } = await mistakeIn(presented, raw, secrets, secretChecker);
  steps.hold(secretIsFormEncoded, !rawFits);
  steps.hold(secretIsCurrent, !expired, () => ({
    sentence: `The secret ending in ${expired?.hint ?? ''} has expired; it is no longer accepted.`,
  }));
  return steps.refuse(secretMatches, () => describe(presented, secrets));
}

/** Does for a name that nobody has what a wrong secret of a client takes. @throws Busy, TooManyRequests, as for a client */
export async function compareInVain(
  { client_id, method, secret: presented, raw }: SecretCredentials,
  { decoys, secretChecker }: Context,
  attempt: Attempt,
): Promise<void> {
  const secrets = decoys.of(client_id, method);
  if (!secrets) return;
  await secretChecker.find(presented, secrets, attempt);
  await mistakeIn(presented, raw, secrets, secretChecker);
}

/** Both are always looked for: how long that takes must not tell which it was. */
async function mistakeIn(
  presented: string,
  raw: string | undefined,
  secrets: readonly SecretVerifier[],
  secretChecker: SecretChecker,
): Promise<{ rawFits: boolean; expired: SecretVerifier | undefined }> {
  const rawFits = raw !== undefined && raw !== presented && (await secretChecker.find(raw, secrets)) !== undefined;
  return { rawFits, expired: await secretChecker.findExpired(presented, secrets) };
}

/** What may be said of a wrong secret without repeating it. */
function describe(presented: string, secrets: readonly SecretVerifier[]): Facts {
  const registered = secrets.map(({ hint }) => `a secret ending in ${hint}`);
  const blank = presented !== presented.trim() ? ', with white space around it' : '';
  return {
    sentence: `A secret of ${presented.length} characters was sent${blank}; it is none of the client’s secrets.`,
    registered,
  };
}
