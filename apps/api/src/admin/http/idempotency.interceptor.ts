import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type Claim, ClaimLost, type StoredAnswer } from '@clientele/storage';
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
 * Makes a POST with an Idempotency-Key happen once: a repetition within 24 hours gets the first answer again. What a
 * request writes says in the same transaction that it was carried out, and the answer is kept after that: a process that
 * dies in between leaves a request that is not done twice, and whose answer nobody knows.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly registry: Registry) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || key === undefined) return next.handle();
    // It can be repeated at will, and must not use up the key of the request itself.
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
    const begun = await this.registry.idempotency.begin(actor, key, digestOf(request));
    if (begun.state === 'answered') return repeat(begun.answer, reply);
    if (begun.state === 'conflict') {
      throw new Problem(problems.idempotencyKeyReused, { detail: 'Use a new key for a new request.' });
    }
    if (begun.state === 'unanswered') {
      throw new Problem(problems.conflict, {
        detail: 'The first request with this key was carried out, and its answer is lost. Look at what it has left.',
      });
    }
    if (begun.state === 'pending') throw pending();
    const body = await this.#execute(begun.claim, next);
    await this.registry.idempotency.complete(begun.claim, answerOf(reply, body));
    return body;
  }

  async #execute(claim: Claim, next: CallHandler): Promise<unknown> {
    try {
      return await this.registry.idempotency.execute(claim, () =>
        lastValueFrom(next.handle() as Observable<unknown>, { defaultValue: undefined }),
      );
    } catch (error) {
      await this.registry.idempotency.abandon(claim);
      throw error instanceof ClaimLost ? pending(error) : error;
    }
  }
}

function pending(cause?: unknown): Problem {
  return new Problem(problems.conflict, {
    detail: 'Another request with this key has not ended yet.',
    headers: { 'retry-after': '1' },
    cause,
  });
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
