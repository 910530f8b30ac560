import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import { Readable } from 'node:stream';
import { type FastifyRequest } from 'fastify';
import { limits } from '../../limits.js';
import { problems } from '../../problems/problem-types.js';
import { Problem } from '../../problems/problem.js';
import { UnreadableJson, parseJson } from './parse-json.js';
import { arriving } from './arrival.js';
import { IncomingLines, ndjson } from './ndjson.js';
import { type Patch } from './patch.js';

/** A JSON object whose members nobody has looked at yet. */
export type Document = Record<string, unknown>;

/**
 * The JSON object that a request brings. Bodies are read here and not by the server's parsers, so that a caller
 * without permission learns nothing about the body.
 */
export const JsonBody = createParamDecorator((_: unknown, context: ExecutionContext): Document => {
  const request = requestOf(context);
  demandMediaType(request, ['application/json']);
  return objectIn(request);
});

/** As JsonBody; a request without a body stands for an empty object. */
export const OptionalJsonBody = createParamDecorator((_: unknown, context: ExecutionContext): Document => {
  const request = requestOf(context);
  if (bodyOf(request).length === 0) return {};
  demandMediaType(request, ['application/json']);
  return objectIn(request);
});

/** One JSON object, or lines that are read while they arrive. */
export const JsonBodyOrLines = createParamDecorator(
  (_: unknown, context: ExecutionContext): Document | IncomingLines => {
    const request = requestOf(context);
    demandMediaType(request, ['application/json', ndjson]);
    if (!(request.body instanceof Readable)) return objectIn(request);
    return new IncomingLines(arriving(request, request.body), limits.adminBody, limits.linesAtOnce);
  },
);

const mergePatch = 'application/merge-patch+json';
const jsonPatch = 'application/json-patch+json';

/** A change: RFC 6902 or RFC 7396 by media type; application/json is taken for a merge patch. */
export const PatchBody = createParamDecorator((_: unknown, context: ExecutionContext): Patch => {
  const request = requestOf(context);
  const type = demandMediaType(request, [mergePatch, jsonPatch, 'application/json']);
  if (type !== jsonPatch) return { kind: 'merge', document: objectIn(request) };
  const operations = parsed(bodyOf(request));
  if (!Array.isArray(operations))
    throw malformed({ pointer: '', rule: 'json-patch', detail: 'must be a list of operations' });
  return { kind: 'json', operations };
});

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}

/** The octets of the body; none for a request without one. */
export function bodyOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/** The media type in lower case without parameters, RFC 9110 §8.3.1. */
function mediaTypeOf(request: FastifyRequest): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

function demandMediaType(request: FastifyRequest, accepted: readonly string[]): string {
  const type = mediaTypeOf(request);
  if (accepted.includes(type)) return type;
  throw new Problem(problems.unsupportedMediaType, {
    detail: `The body must be ${accepted.join(' or ')}.`,
    // RFC 5789 §2.2 and RFC 9110 §15.5.16.
    headers: request.method === 'PATCH' ? { 'accept-patch': accepted.join(', ') } : { accept: accepted.join(', ') },
  });
}

function objectIn(request: FastifyRequest): Document {
  return asObject(parsed(bodyOf(request)));
}

/** The JSON object that these octets are. @throws Problem 400 */
export function objectFrom(octets: Uint8Array): Document {
  return asObject(parsed(octets));
}

function asObject(value: unknown): Document {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed({ pointer: '', rule: 'json-object', detail: 'must be a JSON object' });
  }
  return value as Document;
}

function parsed(octets: Uint8Array): unknown {
  try {
    return parseJson(octets);
  } catch (error) {
    if (error instanceof UnreadableJson) throw malformed(error.fault);
    throw error;
  }
}

function malformed(fault: { pointer: string; rule: string; detail: string }): Problem {
  return new Problem(problems.malformedRequest, { detail: `The body ${fault.detail}.`, errors: [fault] });
}
