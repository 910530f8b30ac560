import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type StoredAnswer } from '@clientele/storage';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Observable, from, lastValueFrom } from 'rxjs';
import { problems } from '../../problems/problem-types.js';
import { Problem, badParameter } from '../../problems/problem.js';
import { callerOf } from '../authorization/caller.js';
import { Registry } from '../registry.js';
import { bodyOf } from './body.js';
import { bringsLines } from './ndjson.js';
import { type RawQuery, flag } from './query.js';

/** Headers that belong to an answer and not to the connection it went out on. */
const repeatedHeaders = ['etag', 'location', 'cache-control'];

/**
 * Makes a POST with an Idempotency-Key happen once: a repetition within 24 hours gets the first answer again. The answer
 * is stored in the transaction that it is about, so that there is never one without the other.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly registry: Registry) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || key === undefined) return next.handle();
    // A dry run inside this unit would be part of it and be stored. It can be repeated at will, so it needs no key.
    if (flag(request.query as RawQuery, 'dry_run')) return next.handle();
    if (bringsLines(request)) {
      throw badParameter('Idempotency-Key', 'is for single documents; repeat an import with mode=upsert');
    }
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
      throw badParameter('Idempotency-Key', 'must be 1 to 255 printable ASCII characters');
    }
    return from(this.#once(key, request, reply, next));
  }

  async #once(key: string, request: FastifyRequest, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const { id: actor } = callerOf(request);
    const claim = await this.registry.idempotency.begin(actor, key, digestOf(request));
    if (claim.state === 'answered') return repeat(claim.answer, reply);
    if (claim.state === 'conflict') {
      throw new Problem(problems.idempotencyKeyReused, { detail: 'Use a new key for a new request.' });
    }
    if (claim.state === 'pending') {
      throw new Problem(problems.conflict, {
        detail: 'The first request with this key has not ended yet.',
        headers: { 'retry-after': '1' },
      });
    }
    try {
      return await this.registry.unitOfWork.run(async () => {
        const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
        await this.registry.idempotency.complete(actor, key, answerOf(reply, body));
        return body;
      });
    } catch (error) {
      await this.registry.idempotency.abandon(actor, key);
      throw error;
    }
  }
}

/** What makes two requests the same request. */
function digestOf(request: FastifyRequest): string {
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n${request.headers['content-type'] ?? ''}\n`)
    .update(bodyOf(request))
    .digest('base64url');
}

function answerOf(reply: FastifyReply, body: unknown): StoredAnswer {
  const headers = repeatedHeaders.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  return { status: reply.statusCode, headers: Object.fromEntries(headers), body: JSON.stringify(body ?? null) };
}

function repeat({ status, headers, body }: StoredAnswer, reply: FastifyReply): unknown {
  void reply.status(status).headers({ ...headers, 'idempotency-replayed': 'true' });
  return JSON.parse(body) as unknown;
}
