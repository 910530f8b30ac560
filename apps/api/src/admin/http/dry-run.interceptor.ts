import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { secretFields } from '@clientele/client-schema';
import { type FastifyRequest } from 'fastify';
import { type Observable, from, lastValueFrom } from 'rxjs';
import { Registry } from '../registry.js';
import { bringsLines } from './ndjson.js';
import { type RawQuery, flag } from './query.js';
import { Stored } from './stored.js';

/** Secrets of an answer are those that were stored; here nothing is. */
const notShown: ReadonlySet<string> = new Set([...secretFields, 'password']);

/**
 * With `dry_run=true` a write is made and taken back, so that it is checked by the very code that writes, uniqueness in
 * the database included. The answer is the resulting document, without an address.
 */
@Injectable()
export class DryRunInterceptor implements NestInterceptor {
  constructor(private readonly registry: Registry) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { method, query } = request;
    const isWrite = method === 'POST' || method === 'PUT' || method === 'PATCH';
    if (!isWrite || !flag(query as RawQuery, 'dry_run')) return next.handle();
    // Its answer is about the lines, and each is rehearsed by itself.
    if (bringsLines(request)) return next.handle();
    return from(this.#rehearse(next));
  }

  async #rehearse(next: CallHandler): Promise<unknown> {
    return documentIn(await this.registry.unitOfWork.rehearse(() => lastValueFrom(next.handle())));
  }
}

function documentIn(answer: unknown): unknown {
  const document: unknown = answer instanceof Stored ? answer.document : answer;
  if (typeof document !== 'object' || document === null) return document;
  return Object.fromEntries(Object.entries(document).filter(([name]) => !notShown.has(name)));
}
