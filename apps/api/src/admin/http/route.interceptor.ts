import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type Observable } from 'rxjs';
import { AuthorshipInterceptor } from '../authorization/authorship.interceptor.js';
import { AnswerInterceptor } from './answer.interceptor.js';
import { DryRunInterceptor } from './dry-run.interceptor.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';

/** What stands around every route, as one interceptor: each that Nest knows of costs every request, reads included. */
@Injectable()
export class RouteInterceptor implements NestInterceptor {
  /** The outer one first: what is written has an author, and what is repeated is the answer with its headers. */
  readonly #aroundWrites: readonly NestInterceptor[];

  constructor(
    authorship: AuthorshipInterceptor,
    idempotency: IdempotencyInterceptor,
    private readonly answer: AnswerInterceptor,
    dryRun: DryRunInterceptor,
  ) {
    this.#aroundWrites = [authorship, idempotency, answer, dryRun];
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.switchToHttp().getRequest<FastifyRequest>().method === 'GET') {
      return this.answer.intercept(context, next);
    }
    return this.#aroundWrites
      .reduceRight<CallHandler>(
        (inner, interceptor) => ({ handle: () => interceptor.intercept(context, inner) as Observable<unknown> }),
        next,
      )
      .handle();
  }
}
