import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import { type Author } from '@clientele/storage';
import { type FastifyRequest } from 'fastify';
import { badParameter } from '../../problems/problem.js';
import { consoleClientId } from '../../bootstrap/system-clients.js';
import { callerOf } from './caller.js';

const reasonHeader = 'Change-Reason';

/** As many characters as a reason can have. */
const longest = 500;

/**
 * In whose name a request writes. Where it comes from is told by the client that its access token was issued to, as a
 * header could say anything.
 * @throws Problem 400 for a reason that cannot be read
 */
export function authorOf(request: FastifyRequest): Author {
  const { sub, client_id, name } = callerOf(request);
  const origin = client_id === consoleClientId ? 'console' : 'api';
  return { id: sub, name, client_id, origin, reason: reasonIn(request.headers[reasonHeader.toLowerCase()]) };
}

/** In whose name the request writes. */
export const RequestAuthor = createParamDecorator((_: unknown, context: ExecutionContext): Author =>
  authorOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/**
 * The reason that a request gives: printable ASCII as it stands, anything else as RFC 8187 §3.2 encodes it,
 * `UTF-8''caf%C3%A9`.
 */
export function reasonIn(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  if (typeof header !== 'string' || !/^[\x20-\x7e]*$/.test(header)) {
    throw badParameter(reasonHeader, 'must be given once, in printable ASCII or encoded as RFC 8187 says');
  }
  const encoded = /^UTF-8'[A-Za-z0-9-]*'(.*)$/i.exec(header.trim())?.[1];
  const reason = encoded === undefined ? header.trim() : decoded(encoded);
  if (reason.length > longest) throw badParameter(reasonHeader, `must have at most ${longest} characters`);
  if (/\p{Cc}/u.test(reason)) throw badParameter(reasonHeader, 'must not have control characters');
  return reason === '' ? null : reason;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw badParameter(reasonHeader, 'must be UTF-8 with percent signs, as RFC 8187 says');
  }
}
