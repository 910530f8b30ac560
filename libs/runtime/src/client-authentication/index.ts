import { type ClientAuthenticationMethod, ours, rfc } from '@clientele/client-schema';
import { type Addresses, type Context } from '../context.js';
import { OAuthError } from '../errors.js';
import { type Parameters } from '../http.js';
import { type ClientProof, type RegisteredClient } from '../registered-client.js';
import { type ProtocolRule } from '../steps.js';
import { type Attempt, guessLimits } from '../throttle.js';
import {
  certificateIsPresented,
  certificateMethods,
  selfSignedTlsClientAuth,
  tlsClientAuth,
} from './client-certificate.js';
import { clientNamed, factsOfNobody } from '../wallets.js';
import { assertedClient } from './assertion.js';
import { compareInVain } from './client-secret.js';
import { clientSecretBasic } from './client-secret-basic.js';
import { clientSecretJwt } from './client-secret-jwt.js';
import { clientSecretPost } from './client-secret-post.js';
import { presentedCredentials, type Credentials } from './credentials.js';
import { type AuthenticationMethod } from './method.js';
import { none } from './none.js';
import { privateKeyJwt } from './private-key-jwt.js';

/** The client authentication methods; a new one is one file and one line. */
export const authenticationMethods: readonly AuthenticationMethod[] = [
  clientSecretBasic,
  clientSecretPost,
  clientSecretJwt,
  privateKeyJwt,
  tlsClientAuth,
  selfSignedTlsClientAuth,
  none,
] as readonly AuthenticationMethod[];

/** The names of those that work, as the server is reached; for its metadata. */
export function supportedMethods({ mutualTls }: Addresses): readonly ClientAuthenticationMethod[] {
  return authenticationMethods
    .map(({ method }) => method)
    .filter((method) => mutualTls !== undefined || !isCertificateMethod(method));
}

const byName = new Map(authenticationMethods.map((method) => [method.method, method]));

const failed = { error: 'invalid_client', description: 'client authentication failed' } as const;

const clientIsKnown: ProtocolRule = {
  ...failed,
  id: 'client-is-known',
  spec: rfc(6749, '5.2'),
  sentence: 'No client has this client_id.',
};

export const clientIsEnabled: ProtocolRule = {
  ...failed,
  id: 'client-is-enabled',
  spec: ours('clients'),
  sentence: 'The client is switched off.',
};

const methodIsRegistered: ProtocolRule = {
  ...failed,
  id: 'authentication-method-is-registered',
  spec: rfc(6749, '2.3'),
  sentence: 'The client authenticates with a method that it is not registered for.',
};

/** A client, and how this request showed that it comes from it. */
export interface AuthenticatedClient {
  readonly client: RegisteredClient;
  /** Of a client with several methods, the one that was used: `none` proves nothing. */
  readonly method: ClientAuthenticationMethod;
  /** The id of the secret that was used; undefined: none was. */
  readonly secret_id: string | undefined;
}

/** Whether a client that has credentials may make this request without them. */
type Exemption = (client: RegisteredClient) => boolean;

/**
 * The client behind a request, authenticated with a method that it is registered for. What is wrong, the caller does
 * not learn: unknown clients, wrong secrets and wrong methods have one answer.
 * @param exempts which clients need only name themselves; what they present all the same must be right
 * @throws OAuthError invalid_client or invalid_request; TooManyRequests
 */
export async function authenticateClient(
  form: Parameters,
  context: Context,
  exempts: Exemption = () => false,
): Promise<AuthenticatedClient> {
  const { request, steps, throttle } = context;
  const credentials = presentedCredentials(request, form, steps);
  const client_id = 'assertion' in credentials ? clientOfAssertion(credentials) : credentials.client_id;
  steps.client_id = client_id ?? null;
  // Nobody guesses a key or 256 bits: what is right may pass at once, whatever others from the same address do, and only
  // failures are held back here. Chosen secrets can be guessed, and count before they are judged.
  const attempt = throttle.attempt(() => guessLimits(`client ${client_id}`, request));
  try {
    const authenticated = await verified(client_id, credentials, context, attempt, exempts);
    await attempt.giveBack();
    return authenticated;
  } catch (error) {
    if (error instanceof OAuthError) await attempt.count();
    else await attempt.abandon();
    throw error;
  }
}

async function verified(
  client_id: string | undefined,
  credentials: Credentials,
  context: Context,
  attempt: Attempt,
  exempts: Exemption,
): Promise<AuthenticatedClient> {
  const { clock, steps } = context;
  const known = client_id === undefined ? undefined : await clientNamed(client_id, context);
  if (!known && 'secret' in credentials) await compareInVain(credentials, context, attempt);
  const client = steps.need(clientIsKnown, known, () =>
    client_id === undefined ? { sent: null } : factsOfNobody(client_id, context),
  );
  steps.client_id = client.client_id;
  steps.hold(clientIsEnabled, client.enabled, { suggestion: { set: { enabled: true } } });
  const proofs = proofsOf(client, clock.now());
  const readings = readingsOf(credentials, context.request);
  const fitting: { credentials: Credentials; proof: ClientProof }[] = [];
  // A wallet, which names itself by a DID, has no credentials of the client that answers for it.
  for (const proof of client.did === undefined ? proofs : []) {
    for (const reading of readings)
      if (proof.methods.has(reading.method)) fitting.push({ credentials: reading, proof });
  }
  const { method } = credentials;
  if (fitting.length === 0 && method === 'none' && exempts(client)) return { client, method, secret_id: undefined };
  const registered = (): readonly ClientAuthenticationMethod[] => [
    ...new Set(proofs.flatMap(({ methods }) => [...methods])),
  ];
  const lacksCertificate = (): boolean =>
    readings.length === 1 && method === 'none' && registered().some(isCertificateMethod);
  steps.hold(certificateIsPresented, fitting.length > 0 || !lacksCertificate(), () => ({
    sent: 'no certificate',
    registered: context.addresses.mutualTls?.aliasUrl ?? registered(),
  }));
  steps.hold(methodIsRegistered, fitting.length > 0, () => ({
    sent: method,
    registered: registered(),
    // Authenticating is never to be given up for a request that forgot it.
    ...(method !== 'none' && { suggestion: { add: { additional_token_endpoint_auth_methods: [method] } } }),
  }));
  return firstThatHolds(fitting, async ({ credentials: reading, proof }) => ({
    client,
    method: reading.method,
    secret_id: await byName.get(reading.method)!.verify(reading, proof, client, context, attempt),
  }));
}

/**
 * What credentials may mean: a request with nothing but a client_id may be made with a certificate, which counts for
 * clients that are registered for one, and says nothing of others. RFC 8705 §2.
 */
function readingsOf(credentials: Credentials, { peer: { certificate } }: Context['request']): readonly Credentials[] {
  if (credentials.method !== 'none' || !certificate) return [credentials];
  const { client_id } = credentials;
  return [
    { method: 'tls_client_auth', client_id, certificate },
    { method: 'self_signed_tls_client_auth', client_id, certificate },
    credentials,
  ];
}

function isCertificateMethod(method: ClientAuthenticationMethod): boolean {
  return certificateMethods.some((one) => one === method);
}

/** The ways in which a client may prove who it is at this moment. */
function proofsOf({ proof, secondary }: RegisteredClient, now: number): readonly ClientProof[] {
  return secondary && secondary.expires_at > now ? [proof, secondary.proof] : [proof];
}

/** Tries each way; what is told of a failure is what was wrong with the first. */
async function firstThatHolds<W, T>([first, ...others]: readonly W[], verify: (way: W) => Promise<T>): Promise<T> {
  try {
    return await verify(first!);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    for (const other of others) {
      try {
        return await verify(other);
      } catch (again) {
        if (!(again instanceof OAuthError)) throw again;
      }
    }
    throw error;
  }
}

/** RFC 7521 §4.2: a client_id beside an assertion must name the assertion's subject, which is checked with the rest. */
function clientOfAssertion(credentials: Extract<Credentials, { assertion: string }>): string | undefined {
  return credentials.client_id ?? assertedClient(credentials.assertion);
}
