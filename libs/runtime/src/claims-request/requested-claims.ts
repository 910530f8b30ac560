import { oidcCore, scopeNamed } from '@clientele/client-schema';
import { type Parameters } from '../http.js';
import { type Account } from '../ports/account-store.js';
import { type ServerState } from '../ports/settings-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { permittedScope } from '../scopes.js';
import { type Steps, rulesOf } from '../steps.js';
import { type ClaimsRequest, type SentClaims, namesOf, onlyClaims, parseClaims } from './claims-request.js';

const claimsAreWellFormed = rulesOf('invalid_request')(
  'claims-are-well-formed',
  oidcCore('5.5'),
  'claims must be a JSON object with userinfo and id_token, of moderate size',
  'The claims parameter is not the JSON object that OpenID Connect Core §5.5 describes, or is very large or deep.',
);

/** What a request wants to be told claim by claim; undefined: nothing. @throws OAuthError invalid_request */
export function requestedClaims(values: Parameters, steps: Steps): SentClaims | undefined {
  const sent = values.get('claims');
  if (sent === undefined) return undefined;
  return steps.need(claimsAreWellFormed, parseClaims(sent), { sent: `${sent.length} characters` });
}

/**
 * Of what a request wants to be told, what the client may be told of this user: a claim for which a scope stands that both
 * may have. The rest is left out, OpenID Connect Core §5.5.1. Undefined: there is nothing.
 */
export function permittedClaims(
  requested: ClaimsRequest | undefined,
  client: RegisteredClient,
  account: Account,
  server: ServerState,
): ClaimsRequest | undefined {
  if (!requested) return undefined;
  const scope = permittedScope([...client.scopes.names], client, account, server);
  const known = claimsOfScope(scope, server);
  return onlyClaims(requested, (name) => known.has(name));
}

/** The claims that a user must be asked for by name, as no scope of the request stands for them. */
export function claimsBeyond(
  scope: readonly string[],
  requested: ClaimsRequest | undefined,
  server: ServerState,
): readonly string[] {
  if (!requested) return [];
  const covered = claimsOfScope(scope, server);
  return namesOf(requested).filter((name) => !covered.has(name));
}

/** What is left of a request whose user has allowed these scopes, and these claims by name. */
export function allowedClaims(
  requested: ClaimsRequest | undefined,
  scope: readonly string[],
  byName: readonly string[],
  server: ServerState,
): ClaimsRequest | undefined {
  if (!requested) return undefined;
  const covered = claimsOfScope(scope, server);
  return onlyClaims(requested, (name) => covered.has(name) || byName.includes(name));
}

/** What is remembered of a claim that a user has allowed, beside the scopes: no scope has spaces. */
export function consentTo(claim: string): string {
  return `claim ${claim}`;
}

function claimsOfScope(scope: readonly string[], { scopes }: ServerState): ReadonlySet<string> {
  return new Set(scope.flatMap((name) => scopeNamed(scopes, name)?.claims ?? []));
}
