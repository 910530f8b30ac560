import { rfc } from '@clientele/client-schema';
import { type Parameters } from '../http.js';
import { type Steps, rulesOf } from '../steps.js';
import { type Target } from './target.js';

/** What the code is bound to, RFC 7636 §4.4; without members: it is not bound. */
export interface CodeChallenge {
  readonly code_challenge?: string;
  readonly code_challenge_method?: 'S256' | 'plain';
}

const invalidRequest = rulesOf('invalid_request');

const challengeIsSent = invalidRequest(
  'code-challenge-is-sent',
  rfc(7636, '4.4.1'),
  'code_challenge is missing: PKCE is required',
  'The client must use PKCE, or its profile asks for it in pushed requests, but the request has no code_challenge.',
);
const challengeIsWellFormed = invalidRequest(
  'code-challenge-is-well-formed',
  rfc(7636, '4.2'),
  'code_challenge is malformed',
  'The code_challenge is not what its method makes: 43 base64url characters for S256.',
);
const challengeMethodIsAllowed = invalidRequest(
  'code-challenge-method-is-allowed',
  rfc(7636, '4.3'),
  'code_challenge_method is not allowed for this client',
  'The client may not use this code_challenge_method; a missing one means plain.',
);

/** The code challenge of a request, and whether it may have none. RFC 7636 §4.3 and §4.4.1. */
export function readChallenge(
  values: Parameters,
  { client, wasPushed }: Pick<Target, 'client' | 'wasPushed'>,
  steps: Steps,
): CodeChallenge {
  const code_challenge = values.get('code_challenge');
  if (code_challenge === undefined) {
    const isRequired = client.require_pkce || (wasPushed && client.profile?.pushedNeedChallenge === true);
    steps.hold(challengeIsSent, !isRequired && !values.has('code_challenge_method'));
    return {};
  }
  // RFC 7636 §4.3: a missing method is plain.
  const sent = values.get('code_challenge_method') ?? 'plain';
  const code_challenge_method = steps.need(
    challengeMethodIsAllowed,
    client.allowed_code_challenge_methods.find((method) => method === sent),
    { sent, registered: client.allowed_code_challenge_methods },
  );
  const form = code_challenge_method === 'S256' ? /^[A-Za-z0-9_-]{43}$/ : /^[A-Za-z0-9._~-]{43,128}$/;
  steps.hold(challengeIsWellFormed, form.test(code_challenge), { sent: `${code_challenge.length} characters` });
  return { code_challenge, code_challenge_method };
}
