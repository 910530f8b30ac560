import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Injectable,
  NotFoundException,
} from '@nestjs/common';
import { InvalidCursor, StorageUnavailable } from '@clientele/storage';
import { Busy, TooManyRequests } from '@clientele/runtime/errors';
import { SealBroken } from '@clientele/runtime';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Routes } from '../admin/http/routes.js';
import { type ProblemType, problems } from './problem-types.js';
import { Problem, badParameter } from './problem.js';

/** Seconds after which a caller may try again what failed for want of the database. */
const retryAfter = '2';

/** Writes every refusal of the admin listener; nothing else writes an error body. */
@Injectable()
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly routes: Routes) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = this.#methodProblem(exception, request) ?? asProblem(exception);
    if (problem.status >= 500) request.log.error({ reqId: request.id, err: exception }, 'request failed');
    // RFC 9457 §3.1.5: the correlation id is all that a caller learns about a failure of ours.
    const body = problem.status >= 500 ? { ...problem.toJSON(), correlation_id: request.id } : problem.toJSON();
    void reply
      .status(problem.status)
      .headers({ ...problem.options.headers, 'cache-control': 'no-store' })
      .type('application/problem+json')
      .send(JSON.stringify(body));
  }

  /** The router only knows that no route fits; whether the address has other methods makes the difference. */
  #methodProblem(exception: unknown, { url }: FastifyRequest): Problem | undefined {
    if (!(exception instanceof NotFoundException)) return undefined;
    const methods = this.routes.methodsOf(url.split('?', 1)[0]!);
    if (methods.length === 0) return undefined;
    return new Problem(problems.methodNotAllowed, { headers: { allow: methods.join(', ') } });
  }
}

/** The problem that stands for an exception, whoever threw it. */
export function asProblem(exception: unknown): Problem {
  if (exception instanceof Problem) return exception;
  if (isOutage(exception)) {
    return new Problem(problems.unavailable, { headers: { 'retry-after': retryAfter }, cause: exception });
  }
  if (exception instanceof TooManyRequests) {
    const { message, retryAfter: seconds } = exception;
    return new Problem(problems.tooManyRequests, {
      detail: `There were ${message} from this address; try again in ${seconds} seconds.`,
      headers: { 'retry-after': String(seconds) },
      cause: exception,
    });
  }
  if (exception instanceof InvalidCursor) return badParameter('after', 'is not a cursor of this list');
  if (exception instanceof HttpException) {
    const kind = kindOf(exception.getStatus());
    if (kind) return new Problem(kind, { cause: exception });
  }
  return new Problem(problems.internal, { cause: exception });
}

/** A check could not be made: the database is away, a sealed value does not open, a queue is full. */
function isOutage(exception: unknown): boolean {
  return [Busy, StorageUnavailable, SealBroken].some((kind) => exception instanceof kind);
}

/** Refusals of the framework, which knows only status codes: of several problems with one status the general one. */
function kindOf(status: number): ProblemType | undefined {
  const framework: readonly ProblemType[] = [
    problems.malformedRequest,
    problems.notFound,
    problems.methodNotAllowed,
    problems.timeout,
    problems.tooLarge,
    problems.uriTooLong,
    problems.unsupportedMediaType,
    problems.headersTooLarge,
  ];
  return framework.find((kind) => kind.status === status);
}
