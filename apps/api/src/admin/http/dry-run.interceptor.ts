import { AsyncLocalStorage } from 'node:async_hooks';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { secretFields } from '@clientele/client-schema';
import { type FastifyRequest } from 'fastify';
import { type Observable, from, lastValueFrom } from 'rxjs';
import { Registry } from '../registry.js';
import { bringsLines } from './ndjson.js';
import { type RawQuery, flag } from './query.js';
import { Stored } from './stored.js';

/** Ends the transaction of a dry run, with what the request would have been answered. */
class Rehearsed extends Error {
  constructor(readonly answer: unknown) {
    super('a dry run is rolled back');
  }
}

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
    // One transaction would hold up all other writers for as long as the lines arrive: each is rehearsed by itself.
    if (bringsLines(request)) return next.handle();
    return from(this.#rehearse(next));
  }

  async #rehearse(next: CallHandler): Promise<unknown> {
    return documentIn(await rehearsed(this.registry, () => lastValueFrom(next.handle())));
  }
}

const rehearsal = new AsyncLocalStorage<true>();

/** Whether what the caller writes is taken back in the end. */
export function isRehearsed(): boolean {
  return rehearsal.getStore() ?? false;
}

/** What the work resolves to; whatever it has written is taken back. */
export async function rehearsed<T>(registry: Registry, work: () => Promise<T>): Promise<T> {
  try {
    return await registry.unitOfWork.run(async () => {
      throw new Rehearsed(await rehearsal.run(true, work));
    });
  } catch (error) {
    if (error instanceof Rehearsed) return error.answer as T;
    throw error;
  }
}

function documentIn(answer: unknown): unknown {
  const document: unknown = answer instanceof Stored ? answer.document : answer;
  if (typeof document !== 'object' || document === null) return document;
  return Object.fromEntries(Object.entries(document).filter(([name]) => !notShown.has(name)));
}
