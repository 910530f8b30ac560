import { type AuthorizationDetail } from '../authorization-details/authorization-detail.js';
import { type Context } from '../context.js';
import { type OAuthError } from '../errors.js';
import { type AuthorizationCode } from '../grants/authorization-code.js';
import { type ProtocolResponse } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { defaultResponseMode, responseModes } from '../response-modes/index.js';
import { digestOf, randomToken } from '../secrets.js';
import { type Session } from '../sessions.js';
import { complete } from './pushed-request.js';
import { type AuthorizationRequest } from './request.js';

/** Where and how an authorization response goes. */
export interface AnswerAddress {
  readonly answerTo: string;
  readonly response_mode?: string;
  readonly state?: string;
  /** Of a page on the way, BCP 47. */
  readonly language?: string | undefined;
}

/** What of a request the user has allowed, or need not be asked for. */
export interface Permitted {
  readonly scope: readonly string[];
  readonly authorization_details: readonly AuthorizationDetail[];
}

/** Sends the code to the client, RFC 6749 §4.1.2, with the issuer, RFC 9207 §2. */
export async function answerWithCode(
  request: AuthorizationRequest,
  session: Session,
  { scope, authorization_details }: Permitted,
  client: RegisteredClient,
  context: Context,
  headers: Record<string, string | string[]> = {},
): Promise<ProtocolResponse> {
  const { artifacts, clock, addresses } = context;
  const { nonce, code_challenge, code_challenge_method } = request;
  await complete(request, context);
  const code = randomToken();
  const meaning: AuthorizationCode = {
    client: client.id,
    client_id: client.client_id,
    ...(client.did !== undefined && { did: client.did }),
    redirect_uri: request.redirect_uri,
    sub: session.sub,
    sign_in_epoch: session.sign_in_epoch,
    session: session.id,
    scope,
    resources: request.resources,
    authorization_details,
    auth_time: session.auth_time,
    asks_auth_time: request.max_age !== undefined,
    amr: session.amr,
    ...(session.acr !== undefined && { acr: session.acr }),
    ...(nonce !== undefined && { nonce }),
    ...(code_challenge !== undefined && { code_challenge, code_challenge_method: code_challenge_method! }),
  };
  await artifacts.put('code', digestOf(code), meaning, clock.now() + client.authorization_code_ttl);
  return answer(request, { code }, addresses.issuer, headers);
}

/** Sends a refusal to the client, RFC 6749 §4.1.2.1. */
export function answerWithError(
  address: AnswerAddress,
  error: OAuthError,
  { receipt, uri }: { receipt?: string | undefined; uri?: string | undefined },
  issuer: string,
): ProtocolResponse {
  const parameters = {
    error: error.code,
    error_description: error.description,
    ...(uri !== undefined && { error_uri: uri }),
  };
  return answer(address, parameters, issuer, receipt === undefined ? {} : { 'x-receipt': receipt });
}

function answer(
  { answerTo, response_mode, state, language }: AnswerAddress,
  parameters: Record<string, string>,
  iss: string,
  headers: Record<string, string | string[]>,
): ProtocolResponse {
  const mode = responseModes.get(response_mode ?? '') ?? defaultResponseMode;
  return mode.respond(answerTo, { ...parameters, ...(state !== undefined && { state }), iss }, { headers, language });
}
