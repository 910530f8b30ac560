import { createHash } from 'node:crypto';
import { backChannelLogout, rfc } from '@clientele/client-schema';
import { narrowDetails } from '../authorization-details/requested-details.js';
import { type CodeChallenge } from '../authorization/code-challenge.js';
import { type Context } from '../context.js';
import { OAuthError } from '../errors.js';
import { type Parameters } from '../http.js';
import { type AgentBinding } from '../ports/grant-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { narrowResources, requestedAudience } from '../resource-indicators.js';
import { permittedScope } from '../scopes.js';
import { digestOf, sameDigest } from '../secrets.js';
import { type Facts, type ProtocolRule, rulesOf } from '../steps.js';
import { activeAccount } from './account.js';
import { type Allowed, type GrantInFront, beginGrant } from './begin-grant.js';
import { type Grant, type TokenRequest, type TokenResponse } from './grant.js';
import { required } from './parameters.js';

/** What an authorization code stands for. */
export interface AuthorizationCode extends CodeChallenge, Allowed {
  /** Internal id of the client. */
  readonly client: string;
  readonly client_id: string;
  /** What the request called it, where that was a DID. */
  readonly did?: string;
  /** As the authorization request sent it; null: it sent none. */
  readonly redirect_uri: string | null;
  /** The grant of the access token that came with it; absent: none did. */
  readonly in_front?: GrantInFront;
  /** The thumbprint of the key that it is bound to, RFC 9449 §10. */
  readonly dpop_jkt?: string;
}

/** A code that was exchanged: kept, so that its return ends what it gave. RFC 9700 §4.1.2. */
interface SpentCode extends AuthorizationCode {
  readonly grant: string;
}

/** Seconds for which a spent code is remembered: as long as any access token it gave may live, save for an agent's. */
const spentLifetime = 86_400;

const invalidGrant = rulesOf('invalid_grant');

const codeIsKnown = invalidGrant(
  'code-is-known',
  rfc(6749, '4.1.3'),
  'the code is unknown or has expired',
  'The code is unknown: it was never issued, or it has expired.',
);
const codeIsFresh = invalidGrant(
  'code-is-used-once',
  rfc(6749, '4.1.2'),
  'the code is unknown or has expired',
  'The code was exchanged before. The tokens that it gave were revoked, since either request may have been a thief’s.',
);
const returnsUnchanged = invalidGrant(
  'spent-code-returns-unchanged',
  rfc(6749, '4.1.2'),
  'the code is unknown or has expired',
  'The code was exchanged before, and this request would not have been given its tokens; they were left as they are.',
);
const codeIsOurs = invalidGrant(
  'code-was-issued-to-this-client',
  rfc(6749, '4.1.3'),
  'the code is unknown or has expired',
  'The code was issued to another client.',
);
const sameRedirectUri = invalidGrant(
  'redirect-uri-is-the-same',
  rfc(6749, '4.1.3'),
  'redirect_uri differs from the one of the authorization request',
  'The redirect_uri at the token endpoint is not the one that the authorization request used.',
);
const verifierMatches = invalidGrant(
  'code-verifier-matches',
  rfc(7636, '4.6'),
  'code_verifier does not fit the code challenge',
  'The code_verifier does not hash to the code_challenge of the authorization request.',
);
const verifierIsPresent: ProtocolRule = {
  ...verifierMatches,
  id: 'code-verifier-is-present',
  description: 'code_verifier is missing or malformed',
  sentence: 'The authorization request had a code_challenge, but the token request has no well-formed code_verifier.',
};
const noVerifierWithoutChallenge: ProtocolRule = {
  ...verifierMatches,
  id: 'code-verifier-has-a-challenge',
  spec: rfc(9700, '4.8.2'),
  sentence: 'The token request has a code_verifier, but the authorization request had no code_challenge.',
};

const keyIsProved = invalidGrant(
  'code-is-used-with-its-key',
  rfc(9449, '10'),
  'the code is bound to another key',
  'The authorization request named a key (dpop_jkt), and the token request has a DPoP proof of another or none.',
);
const sessionLasts = invalidGrant(
  'session-lasts',
  backChannelLogout('2.7'),
  'the user has signed out',
  'The session in which the code was issued has ended: its user has signed out, or another has signed in.',
);

/** A code from the authorization endpoint for tokens, RFC 6749 §4.1.3, RFC 7636 §4.5, OpenID Connect Core §3.1.3. */
export const authorizationCode: Grant = {
  type: 'authorization_code',
  spec: rfc(6749, '4.1.3'),
  publicClients: true,

  issue: (request, context) => exchangeCode(request, context),
};

/** Exchanges a code, for the tokens of an agent where the grant is one of those. */
export async function exchangeCode(
  { client, params }: TokenRequest,
  context: Context,
  agent?: AgentBinding,
): Promise<TokenResponse> {
  const { artifacts, grants, registry, clock, steps } = context;
  const key = digestOf(required(params, 'code', steps));
  const returned = await artifacts.get<SpentCode>('spent_code', key);
  if (returned) return refuseReturnedCode(returned, client, params, context);
  const waiting = steps.need(codeIsKnown, await artifacts.get<AuthorizationCode>('code', key));
  checkCode(waiting, client, params, context);
  const server = await registry.server();
  const [account, hasEnded] = await Promise.all([activeAccount(waiting, context), sessionHasEnded(waiting, context)]);
  const scope = permittedScope(waiting.scope, client, account, server);
  // What has offline_access is for when the user is away.
  steps.hold(sessionLasts, !hasEnded || scope.includes('offline_access'));

  // Everything that can fail comes before the code is spent, so that an answer of 503 leaves it as it was.
  const target = {
    resources: narrowResources(params, waiting.resources, client, steps),
    authorization_details: narrowDetails(params, waiting.authorization_details, client, server, steps),
    audience: requestedAudience(params, client, steps),
  };
  const { grant, answer } = await beginGrant(
    { ...waiting, scope },
    { ...target, ...(agent && { agent }) },
    client,
    context,
  );
  // One write decides: of many at once one marks the code as spent, and a later return finds whose it was. The code
  // itself is left to expire.
  const spent: SpentCode = { ...waiting, grant };
  const remembered = agent ? Math.max(spentLifetime, client.agent_token_ttl) : spentLifetime;
  if (!(await artifacts.putOnce('spent_code', key, spent, clock.now() + remembered))) {
    // What is shared with the one that was first is left to it.
    if (grant !== waiting.in_front?.id) await grants.revoke(grant, clock.now());
    return steps.refuse(codeIsFresh);
  }
  return answer;
}

async function sessionHasEnded({ session }: AuthorizationCode, { artifacts, registry }: Context): Promise<boolean> {
  if (!(await registry.server()).settings.track_user_sessions_for_logout) return false;
  return (await artifacts.get('ended_session', digestOf(session))) !== undefined;
}

function checkCode(code: AuthorizationCode, client: RegisteredClient, params: Parameters, context: Context): void {
  const { steps, provenKey } = context;
  steps.hold(codeIsOurs, code.client === client.id && code.did === client.did, {
    sent: client.did ?? client.client_id,
    registered: code.did ?? code.client_id,
    compare: 'text',
  });
  const sent = params.get('redirect_uri') ?? null;
  steps.hold(sameRedirectUri, sent === code.redirect_uri, {
    sent: sent ?? 'no redirect_uri',
    registered: code.redirect_uri ?? 'no redirect_uri, as in the authorization request',
    ...(sent !== null && code.redirect_uri !== null && { compare: 'text' }),
  });
  const { dpop_jkt } = code;
  if (dpop_jkt !== undefined) {
    steps.hold(keyIsProved, dpop_jkt === provenKey, { sent: provenKey ?? 'no DPoP proof', registered: dpop_jkt });
  }
  const verifier = params.get('code_verifier');
  if (code.code_challenge === undefined) {
    steps.hold(noVerifierWithoutChallenge, verifier === undefined);
    return;
  }
  const wellFormed = verifier !== undefined && /^[A-Za-z0-9._~-]{43,128}$/.test(verifier) ? verifier : undefined;
  const presented = steps.need(verifierIsPresent, wellFormed, {
    sent: verifier === undefined ? 'no code_verifier' : `a code_verifier of ${verifier.length} characters`,
    registered: '43 to 128 characters of A-Z a-z 0-9 - . _ ~',
  });
  const challenge =
    code.code_challenge_method === 'plain' ? presented : createHash('sha256').update(presented).digest('base64url');
  steps.hold(verifierMatches, sameDigest(challenge, code.code_challenge));
}

/** RFC 6749 §4.1.2: a code that returns ends the tokens it gave, provided the request is right in everything else. */
async function refuseReturnedCode(
  spent: SpentCode,
  client: RegisteredClient,
  params: Parameters,
  context: Context,
): Promise<never> {
  const { grants, steps, clock, audit } = context;
  try {
    checkCode(spent, client, params, context);
  } catch (error) {
    if (error instanceof OAuthError) steps.refuse(returnsUnchanged, () => alsoWrong(error), { cause: error });
    throw error;
  }
  const gave = new Set([spent.grant, spent.in_front?.id ?? spent.grant]);
  await Promise.all([...gave].map((grant) => grants.revoke(grant, clock.now())));
  audit.record({ type: 'code_replayed', client_id: client.client_id });
  return steps.refuse(codeIsFresh);
}

/** What the owner of the client is told of a code that is spent, and could not have been exchanged like this anyway. */
async function alsoWrong({ facts, rule }: OAuthError): Promise<Facts> {
  const { sent, registered, compare } = typeof facts === 'function' ? await facts() : facts;
  return {
    sentence: `${returnsUnchanged.sentence} ${rule.sentence}`,
    ...(sent !== undefined && { sent }),
    ...(registered !== undefined && { registered }),
    ...(compare && { compare }),
  };
}
