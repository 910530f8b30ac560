import { partsOf } from '@clientele/client-schema';
import { type AuthorizationDetail } from '../authorization-details/authorization-detail.js';
import { type ClaimsRequest } from '../claims-request/claims-request.js';
import { type Context } from '../context.js';
import { type OAuthError } from '../errors.js';
import { type ProtocolResponse } from '../http.js';
import { noteClient } from '../logout/session-clients.js';
import { defaultResponseMode, responseModes } from '../response-modes/index.js';
import { responseParts } from '../response-types/index.js';
import { type Answered, type Decided } from '../response-types/response-part.js';
import { securedAnswer } from './secured-answer.js';
import { complete } from './pushed-request.js';

/** Where and how an authorization response goes. */
export interface AnswerAddress {
  /** Of whoever asked, as the request names them. */
  readonly client_id: string;
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
  readonly claims?: ClaimsRequest | undefined;
}

/** Sends the client what it asked for, RFC 6749 §4.1.2, with the issuer, RFC 9207 §2. */
export async function answerAsAsked(
  decided: Decided,
  context: Context,
  headers: Record<string, string | string[]> = {},
): Promise<ProtocolResponse> {
  return answer(decided.request, await whatWasAsked(decided, context), context, headers);
}

/** What the client asked for: the parameters of an answer that is sent now. */
export async function whatWasAsked(decided: Decided, context: Context): Promise<Record<string, string>> {
  const { request, client, session } = decided;
  await complete(request, context);
  await noteClient(session, client, context);
  // What cannot be issued the client hears of.
  context.steps.refuseTo = request;
  const asked = partsOf(request.response_type);
  let answered: Answered = { parameters: {} };
  for (const { part, answer: answerOf } of responseParts) {
    if (!asked.includes(part)) continue;
    const more = await answerOf(decided, answered, context);
    answered = { ...answered, ...more, parameters: { ...answered.parameters, ...more.parameters } };
  }
  return { ...answered.parameters };
}

/** Sends a refusal to the client, RFC 6749 §4.1.2.1. @throws OAuthError where it must be signed and cannot be */
export function answerWithError(
  address: AnswerAddress,
  error: OAuthError,
  { receipt, uri }: { receipt?: string | undefined; uri?: string | undefined },
  context: Context,
): Promise<ProtocolResponse> {
  const parameters = {
    error: error.code,
    error_description: error.description,
    ...(uri !== undefined && { error_uri: uri }),
  };
  return answer(address, parameters, context, receipt === undefined ? {} : { 'x-receipt': receipt });
}

async function answer(
  { client_id, answerTo, response_mode, state, language }: AnswerAddress,
  parameters: Record<string, string>,
  context: Context,
  headers: Record<string, string | string[]>,
): Promise<ProtocolResponse> {
  const mode = responseModes.get(response_mode ?? '') ?? defaultResponseMode(false);
  const iss = context.addresses.issuer;
  const whole = { ...parameters, ...(state !== undefined && { state }), iss };
  const told = mode.isSecured ? { response: await securedAnswer(whole, client_id, context) } : whole;
  return mode.respond(answerTo, told, { headers, language });
}
